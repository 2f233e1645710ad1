import { Alert, Button, Group, SegmentedControl, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Asset } from '#contract/assets.ts'
import { api } from '../../kernel/api.ts'
import { useLocale, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { InsertFact } from './insert-fact.tsx'

type Props = { asset: Asset; onSave: (body: string) => Promise<unknown> | unknown }

/** The text: to write it, with tokens that print the truth, and to read it as it reads today. */
export function BodyEditor({ asset, onSave }: Props) {
  const t = useT()
  const can = useCan()
  const writes = can('claims.write') && asset.state !== 'retired'
  const [view, setView] = useState<'write' | 'preview'>(writes && asset.body === '' ? 'write' : 'preview')
  const [draft, setDraft] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const body = draft ?? asset.body
  const isChanged = draft !== null && draft !== asset.body
  const insert = (token: string) => {
    const at = field.current?.selectionStart ?? body.length
    setDraft(body.slice(0, at) + token + body.slice(at))
    field.current?.focus()
  }
  const save = async () => {
    setBusy(true)
    try {
      await onSave(body)
      setDraft(null)
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="cl-text" aria-label={t('claims.record.text')}>
      <div className="cl-tools">
        <SegmentedControl
          size="xs"
          aria-label={t('claims.record.text')}
          value={view}
          onChange={(next) => setView(next === 'write' ? 'write' : 'preview')}
          data={[
            ...(writes ? [{ value: 'write', label: t('claims.record.write') }] : []),
            { value: 'preview', label: t('claims.record.preview') },
          ]}
        />
        {view === 'write' && <InsertFact onInsert={insert} />}
      </div>
      {view === 'write' ? (
        <Textarea
          ref={field}
          aria-label={t('claims.fields.body')}
          description={t('claims.create.bodyHint', { token: '{{product.SKU.price}}' })}
          autosize
          minRows={10}
          maxRows={30}
          maxLength={50_000}
          value={body}
          onChange={(event) => setDraft(event.currentTarget.value)}
        />
      ) : (
        <Preview body={body} />
      )}
      {isChanged && (
        <Group mt="sm" gap="xs">
          <Button loading={busy} onClick={() => void save()}>
            {t('claims.record.save')}
          </Button>
          <Button variant="default" onClick={() => setDraft(null)}>
            {t('claims.record.discard')}
          </Button>
        </Group>
      )}
    </section>
  )
}

function Preview({ body }: { body: string }) {
  const t = useT()
  const { locale } = useLocale()
  const preview = useQuery({
    queryKey: ['/assets/preview', { body, locale }],
    queryFn: ({ signal }) => api('POST /assets/preview', { body: { body, locale } }, { signal }),
  })
  const unknown = preview.data?.unknown ?? []
  return (
    <>
      {unknown.length > 0 && (
        <Alert color="red" mb="sm" title={t('claims.record.unknown', { count: unknown.length })}>
          <ul className="cl-list">
            {unknown.map(({ token, line, column, position }) => (
              <li key={position}>{t('claims.record.unknownAt', { token, line, column })}</li>
            ))}
          </ul>
        </Alert>
      )}
      <div className="cl-body" aria-busy={preview.isPending}>
        {preview.data?.text ?? body}
      </div>
    </>
  )
}
