import { Title, UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { Mark, Wordmark } from '../brand/mark.tsx'
import { useLocale, useT } from '../i18n.tsx'
import { usePageTitle } from '../navigation.tsx'
import './door.css'

type Props = { title: string; lead?: ReactNode; wide?: boolean; children: ReactNode }

/** The frame of every screen outside the app: first run, signing in, joining. One column, nothing to distract. */
export function Door({ title, lead, wide = false, children }: Props) {
  const t = useT()
  usePageTitle(title)
  return (
    <div className="td-door">
      <aside className="td-door-side">
        <Mark />
        <p>{t('accounts.door.promise')}</p>
        <p>{t('accounts.door.detail')}</p>
      </aside>
      <div className="td-door-main">
        <header className="td-door-top">
          <Wordmark size={24} />
          <Languages />
        </header>
        <main className="td-door-content" data-wide={wide || undefined}>
          <Title order={1}>{title}</Title>
          {lead ? <p className="td-door-lead">{lead}</p> : <div style={{ height: '1.25rem' }} />}
          {children}
        </main>
      </div>
    </div>
  )
}

function Languages() {
  const t = useT()
  const { locale, setLocale, locales } = useLocale()
  return (
    <fieldset className="td-door-languages" style={{ border: 0, margin: 0, padding: 0 }}>
      <legend className="td-hidden">{t('app.language')}</legend>
      {locales.map((one) => (
        <UnstyledButton key={one} lang={one} aria-pressed={one === locale} onClick={() => setLocale(one)}>
          {t(`app.languages.${one}`)}
        </UnstyledButton>
      ))}
    </fieldset>
  )
}
