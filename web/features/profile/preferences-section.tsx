import { SegmentedControl, Select, Stack, Switch, Text } from '@mantine/core'
import { useId } from 'react'
import type { InputOf } from '../../kernel/api.ts'
import { TimeZoneSelect } from '../../kernel/form/time-zone-select.tsx'
import { type Locale, useLocale, useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useAct } from '../../kernel/query.ts'
import { SectionCard } from '../../kernel/shell/section-card.tsx'

type Change = NonNullable<InputOf<'PATCH /me'>['body']>
const themes = ['light', 'dark', 'auto'] as const

/** Saved as they are chosen; the frame applies what `GET /me` answers. */
export function PreferencesSection() {
  const t = useT()
  const themeLabel = useId()
  const { member } = useMe()
  const { locales } = useLocale()
  const act = useAct('PATCH /me', {
    invalidates: ['/me'],
    optimistic: ({ body }, patch) => patch('GET /me', {}, (me) => ({ ...me, member: { ...me.member, ...body } })),
  })
  const save = (body: Change) => act.mutate({ body })
  return (
    <SectionCard title={t('accounts.profile.preferences.title')} text={t('accounts.profile.preferences.text')}>
      <Stack gap="md">
        <Select
          label={t('app.language')}
          allowDeselect={false}
          data={locales.map((one) => ({ value: one, label: t(`app.languages.${one}`) }))}
          value={member.locale}
          onChange={(locale) => locale && save({ locale: locale as Locale })}
        />
        <TimeZoneSelect
          label={t('accounts.fields.timeZone')}
          value={member.timeZone}
          onChange={(timeZone) => save({ timeZone })}
        />
        <div>
          <Text size="sm" fw={500} id={themeLabel} mb={4}>
            {t('app.theme.title')}
          </Text>
          <SegmentedControl
            fullWidth
            aria-labelledby={themeLabel}
            data={themes.map((theme) => ({ value: theme, label: t(`app.theme.${theme}`) }))}
            value={member.theme}
            onChange={(theme) => save({ theme: theme as (typeof themes)[number] })}
          />
        </div>
        <Switch
          label={t('accounts.profile.preferences.notifyByMail')}
          description={t('accounts.profile.preferences.notifyByMailHint')}
          checked={member.notifyByMail}
          onChange={(event) => save({ notifyByMail: event.currentTarget.checked })}
        />
      </Stack>
    </SectionCard>
  )
}
