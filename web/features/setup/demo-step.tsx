import { Button, Stack } from '@mantine/core'
import { useT } from '../../kernel/i18n.tsx'
import { CopyField } from '../../kernel/record/copy-field.tsx'
import { Door } from '../../kernel/shell/door.tsx'

/** How to come back to the demo company; shown once. */
export function DemoStep({ email, password }: { email: string; password: string }) {
  const t = useT()
  return (
    <Door title={t('accounts.setup.demo.readyTitle')} lead={t('accounts.setup.demo.readyLead')}>
      <Stack gap="md">
        <CopyField label={t('accounts.fields.email')} value={email} />
        <CopyField label={t('accounts.fields.password')} value={password} />
        <Button size="md" fullWidth onClick={() => window.location.assign('/')}>
          {t('accounts.setup.demo.enter')}
        </Button>
      </Stack>
    </Door>
  )
}
