import { Alert, Button, Group, PasswordInput, SimpleGrid, Stack, TextInput, UnstyledButton } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconFlask2 } from '@tabler/icons-react'
import { useState } from 'react'
import { CurrencySelect, currencyOf } from '../../kernel/form/currency-select.tsx'
import { TimeZoneSelect } from '../../kernel/form/time-zone-select.tsx'
import { useLocale, useT } from '../../kernel/i18n.tsx'
import { placeErrors, useAct } from '../../kernel/query.ts'
import { Progress } from '../../kernel/record/progress.tsx'
import { Door } from '../../kernel/shell/door.tsx'
import { problemText } from '../../kernel/toast.tsx'
import { useDemo } from '../../kernel/use-demo.ts'

export type CompanyValues = {
  workspace: { name: string; timeZone: string; currency: string }
  owner: { name: string; email: string; password: string }
}
type Props = {
  /** What was typed before going back to the language. */
  typed: CompanyValues | null
  onDone: (apiKey: string) => void
  onDemo: (signIn: { email: string; password: string } | null) => void
  onBack: (typed: CompanyValues) => void
}

/** Company and owner in one short form, zone and currency guessed; or the demo company at one press. */
export function CompanyStep({ typed, onDone, onDemo, onBack }: Props) {
  const t = useT()
  const { locale } = useLocale()
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const [failure, setFailure] = useState<unknown>(null)
  const form = useForm<CompanyValues>({
    initialValues: typed ?? {
      workspace: { name: '', timeZone, currency: currencyOf(timeZone) },
      owner: { name: '', email: '', password: '' },
    },
  })
  const setUp = useAct('POST /setup', { quiet: true, invalidates: [] })
  const demo = useDemo({ quiet: true })
  const submit = form.onSubmit(async ({ workspace, owner }) => {
    setFailure(null)
    try {
      const { apiKey } = await setUp.mutateAsync({ body: { workspace: { ...workspace, locale }, owner } })
      onDone(apiKey)
    } catch (error) {
      if (placeErrors(form, t, error) === 0) setFailure(error)
    }
  })
  const loadDemo = () => {
    setFailure(null)
    demo.load().then(({ signIn }) => onDemo(signIn), setFailure)
  }
  if (demo.isPending)
    return (
      <Door title={t('accounts.setup.demo.loading')} lead={t('accounts.setup.demo.text')}>
        <Progress label={t('accounts.setup.demo.days')} done={demo.days?.done ?? 0} total={demo.days?.total} />
      </Door>
    )
  return (
    <Door title={t('accounts.setup.company.title')} lead={t('accounts.setup.company.lead')} wide>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {failure !== null && (
            <Alert color="red" role="alert">
              {problemText(t, failure)}
            </Alert>
          )}
          <TextInput
            label={t('accounts.setup.company.name')}
            autoComplete="organization"
            autoFocus
            {...form.getInputProps('workspace.name')}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
            <TimeZoneSelect
              label={t('accounts.fields.timeZone')}
              {...form.getInputProps('workspace.timeZone')}
              value={form.values.workspace.timeZone}
            />
            <CurrencySelect
              label={t('accounts.fields.currency')}
              {...form.getInputProps('workspace.currency')}
              value={form.values.workspace.currency}
            />
          </SimpleGrid>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
            <TextInput
              label={t('accounts.setup.company.ownerName')}
              autoComplete="name"
              {...form.getInputProps('owner.name')}
            />
            <TextInput
              label={t('accounts.setup.company.ownerEmail')}
              type="email"
              autoComplete="username"
              {...form.getInputProps('owner.email')}
            />
          </SimpleGrid>
          <PasswordInput
            label={t('accounts.fields.password')}
            description={t('accounts.fields.passwordHint')}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t('accounts.fields.showPassword') }}
            {...form.getInputProps('owner.password')}
          />
          <Group justify="space-between" mt="xs">
            <Button variant="default" onClick={() => onBack(form.values)}>
              {t('accounts.setup.back')}
            </Button>
            <Button type="submit" size="md" loading={setUp.isPending}>
              {t('accounts.setup.company.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
      <div className="td-door-or">{t('accounts.setup.or')}</div>
      <UnstyledButton className="td-door-choice" onClick={loadDemo} disabled={setUp.isPending}>
        <IconFlask2 size={22} stroke={1.5} aria-hidden />
        <span>
          <strong>{t('accounts.setup.demo.title')}</strong>
          <small>{t('accounts.setup.demo.text')}</small>
        </span>
      </UnstyledButton>
    </Door>
  )
}
