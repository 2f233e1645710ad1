import { Group, SegmentedControl, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api } from '../../../kernel/api.ts'
import { useLocale, useT } from '../../../kernel/i18n.tsx'
import type { Draft } from '../use-draft.tsx'

/** The page as visitors will see it, drawn by the server's own hand from what is not saved yet; scripts never run in it. */
export function Preview({ draft }: { draft: Draft }) {
  const t = useT()
  const { locale } = useLocale()
  const [viewLocale, setViewLocale] = useState(locale)
  const [device, setDevice] = useState<'desktop' | 'phone'>('desktop')
  const [settled] = useDebouncedValue(draft, 250)
  const { handRaise: _, ...body } = settled
  const page = useQuery({
    queryKey: ['/forms/preview', body, viewLocale],
    queryFn: ({ signal }) => api('POST /forms/preview', { body: { ...body, viewLocale } }, { signal }),
    placeholderData: (before) => before,
    retry: false,
    gcTime: 0,
  })
  return (
    <section className="td-form-preview" aria-label={t('forms.preview.title')}>
      <Group justify="space-between" gap="xs" mb="xs">
        <SegmentedControl
          size="xs"
          aria-label={t('forms.preview.device')}
          value={device}
          onChange={(value) => setDevice(value as typeof device)}
          data={[
            { value: 'desktop', label: t('forms.preview.desktop') },
            { value: 'phone', label: t('forms.preview.phone') },
          ]}
        />
        {draft.locale === null && (
          <SegmentedControl
            size="xs"
            aria-label={t('forms.preview.language')}
            value={viewLocale}
            onChange={(value) => setViewLocale(value as typeof viewLocale)}
            data={[
              { value: 'es', label: 'Español' },
              { value: 'en', label: 'English' },
            ]}
          />
        )}
      </Group>
      <Frame html={page.data?.html} title={t('forms.preview.title')} device={device} />
      <Text size="xs" c="dimmed" mt={6}>
        {t('forms.preview.note')}
      </Text>
    </section>
  )
}

/** An empty frame of our own origin, filled by hand: no reload, no flicker, no script. */
function Frame({ html, title, device }: { html: string | undefined; title: string; device: string }) {
  const frame = useRef<HTMLIFrameElement>(null)
  useEffect(() => {
    const inside = frame.current?.contentDocument
    const view = frame.current?.contentWindow as (Window & typeof globalThis) | null | undefined
    if (!inside || !view || html === undefined) return
    // The style is taken out first: our own policy forbids inline ones, a constructed sheet it allows.
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)
    const page = new DOMParser().parseFromString(html.replace(style?.[0] ?? '', ''), 'text/html')
    const sheet = new view.CSSStyleSheet()
    sheet.replaceSync(style?.[1] ?? '')
    inside.adoptedStyleSheets = [sheet]
    inside.documentElement.lang = page.documentElement.lang
    inside.documentElement.dataset.theme = page.documentElement.dataset.theme ?? 'auto'
    // A page in a page: its landmark is not the screen's.
    page.querySelector('main')?.setAttribute('role', 'none')
    for (const script of page.querySelectorAll('script')) script.remove()
    inside.body.replaceChildren(...[...page.body.children].map((child) => inside.importNode(child, true)))
    for (const form of inside.forms) form.addEventListener('submit', (event) => event.preventDefault())
  }, [html])
  return <iframe ref={frame} title={title} className="td-form-frame" data-device={device} />
}
