import { Button, Group, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { CurrencySelect } from '../../kernel/form/currency-select.tsx'
import { TimeZoneSelect } from '../../kernel/form/time-zone-select.tsx'
import { useLocale, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { placeErrors } from '../../kernel/query.ts'
import { SectionCard } from '../../kernel/shell/section-card.tsx'
import { useToast } from '../../kernel/toast.tsx'
import { useLeaveGuard } from '../../kernel/use-leave-guard.tsx'
import { type Settings, useSaveSettings } from './use-save-settings.ts'

export function WorkspaceSection({ settings }: { settings: Settings }) {
  const t = useT()
  const toast = useToast()
  const { locales } = useLocale()
  const mayChange = useCan()('settings.manage')
  const save = useSaveSettings()
  const [busy, setBusy] = useState(false)
  const { name, locale, timeZone, currency } = settings
  const form = useForm({ initialValues: { name, locale, timeZone, currency } })
  const leaving = useLeaveGuard(form.isDirty())
  const submit = form.onSubmit(async (values) => {
    setBusy(true)
    try {
      await save({ ...values, name: values.name.trim() })
      form.resetDirty()
    } catch (error) {
      if (placeErrors(form, t, error) === 0) toast.failed(error)
    } finally {
      setBusy(false)
    }
  })
  return (
    <SectionCard title={t('accounts.settings.workspace.title')} text={t('accounts.settings.workspace.text')}>
      <form onSubmit={submit} noValidate>
        <fieldset disabled={!mayChange} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
          <Stack gap="md">
            <TextInput label={t('accounts.settings.workspace.name')} {...form.getInputProps('name')} />
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
              <Select
                label={t('accounts.settings.workspace.locale')}
                allowDeselect={false}
                data={locales.map((one) => ({ value: one, label: t(`app.languages.${one}`) }))}
                {...form.getInputProps('locale')}
              />
              <CurrencySelect
                label={t('accounts.fields.currency')}
                {...form.getInputProps('currency')}
                value={form.values.currency}
              />
            </SimpleGrid>
            <TimeZoneSelect
              label={t('accounts.fields.timeZone')}
              description={t('accounts.settings.workspace.timeZoneHint')}
              {...form.getInputProps('timeZone')}
              value={form.values.timeZone}
            />
            {mayChange && (
              <Group justify="flex-end">
                <Button type="submit" loading={busy} disabled={!form.isDirty()}>
                  {t('kit.save')}
                </Button>
              </Group>
            )}
          </Stack>
        </fieldset>
      </form>
      {leaving}
    </SectionCard>
  )
}
