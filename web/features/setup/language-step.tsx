import { Stack, UnstyledButton } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useLocale, useT } from '../../kernel/i18n.tsx'
import { Door } from '../../kernel/shell/door.tsx'

/** Each language speaks for itself. */
export function LanguageStep({ onDone }: { onDone: () => void }) {
  const t = useT()
  const { locale, setLocale, locales } = useLocale()
  const ordered = [locale, ...locales.filter((one) => one !== locale)]
  return (
    <Door title={t('accounts.setup.language.title')} lead={t('accounts.setup.language.lead')}>
      <Stack gap="sm">
        {ordered.map((one, index) => (
          <UnstyledButton
            key={one}
            lang={one}
            className="td-door-choice"
            autoFocus={index === 0}
            onClick={() => {
              setLocale(one)
              onDone()
            }}
          >
            <span style={{ flex: 1 }}>
              <strong>{t(`app.languages.${one}`)}</strong>
            </span>
            <IconArrowRight size={18} aria-hidden />
          </UnstyledButton>
        ))}
      </Stack>
    </Door>
  )
}
