import { Badge, Button, Group, PasswordInput, Skeleton, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { SectionCard } from '../../kernel/shell/section-card.tsx'
import { BackupCodes } from './backup-codes.tsx'
import { showOnForm } from './show-on-form.ts'
import { TwoFactorDialog } from './two-factor-dialog.tsx'

type Open = 'begin' | 'remove' | 'renew' | null

export function TwoFactorSection() {
  const t = useT()
  const [open, setOpen] = useState<Open>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const state = useApi('GET /me/two-factor')
  const remove = useAct('POST /me/two-factor/removal', {
    invalidates: ['/me/two-factor'],
    done: t('accounts.profile.twoFactor.removed'),
    quiet: true,
  })
  const renew = useAct('POST /me/two-factor/backup-codes', { invalidates: [], quiet: true })
  const close = () => setOpen(null)
  return (
    <SectionCard title={t('accounts.profile.twoFactor.title')} text={t('accounts.profile.twoFactor.text')}>
      {!state.data ? (
        <Skeleton h={36} />
      ) : state.data.enabled ? (
        <Group justify="space-between">
          <Badge color="green" size="lg">
            {t('accounts.profile.twoFactor.on')}
          </Badge>
          <Group gap="xs">
            <Button variant="default" onClick={() => setOpen('renew')}>
              {t('accounts.profile.twoFactor.renew')}
            </Button>
            <Button variant="default" onClick={() => setOpen('remove')}>
              {t('accounts.profile.twoFactor.remove')}
            </Button>
          </Group>
        </Group>
      ) : (
        <Group justify="space-between">
          <Text c="dimmed">{t('accounts.profile.twoFactor.off')}</Text>
          <Button onClick={() => setOpen('begin')}>{t('accounts.profile.twoFactor.begin')}</Button>
        </Group>
      )}
      {open === 'begin' && <TwoFactorDialog onClose={close} />}
      {open === 'remove' && (
        <PasswordDialog
          title={t('accounts.profile.twoFactor.removeTitle')}
          text={t('accounts.profile.twoFactor.removeText')}
          submitLabel={t('accounts.profile.twoFactor.remove')}
          run={(password) => remove.mutateAsync({ body: { password } })}
          onClose={close}
        />
      )}
      {open === 'renew' && (
        <PasswordDialog
          title={t('accounts.profile.twoFactor.renew')}
          text={t('accounts.profile.twoFactor.renewText')}
          submitLabel={t('accounts.profile.twoFactor.renew')}
          run={async (password) => setCodes((await renew.mutateAsync({ body: { password } })).backupCodes)}
          onClose={close}
        />
      )}
      {codes && <BackupCodes codes={codes} onClose={() => setCodes(null)} />}
    </SectionCard>
  )
}

type PasswordProps = {
  title: string
  text: string
  submitLabel: string
  run: (password: string) => Promise<unknown>
  onClose: () => void
}

function PasswordDialog({ title, text, submitLabel, run, onClose }: PasswordProps) {
  const t = useT()
  const form = useForm({ initialValues: { password: '' } })
  const [busy, setBusy] = useState(false)
  const submit = async ({ password }: { password: string }) => {
    setBusy(true)
    try {
      await run(password)
      onClose()
    } catch (error) {
      showOnForm(form, t, error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <FormDialog title={title} form={form} onSubmit={submit} onClose={onClose} busy={busy} submitLabel={submitLabel}>
      <Text size="sm">{text}</Text>
      <PasswordInput
        label={t('accounts.fields.password')}
        autoComplete="current-password"
        data-autofocus
        visibilityToggleButtonProps={{ 'aria-label': t('accounts.fields.showPassword') }}
        {...form.getInputProps('password')}
      />
    </FormDialog>
  )
}
