import { Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { ReplyOf } from '../../kernel/api.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { CopyField } from '../../kernel/record/copy-field.tsx'
import { CodeList } from './backup-codes.tsx'
import { QrCode } from './qr-code.tsx'
import { showOnForm } from './show-on-form.ts'

type Begun = ReplyOf<'POST /me/two-factor'>

/** Password, then the key as a picture and as text, a code to prove it, and the backup codes at the end. */
export function TwoFactorDialog({ onClose }: { onClose: () => void }) {
  const t = useT()
  const [begun, setBegun] = useState<Begun | null>(null)
  const [isOn, setOn] = useState(false)
  return (
    <Modal opened onClose={onClose} title={t('accounts.profile.twoFactor.title')} closeOnClickOutside={begun === null}>
      {!begun ? (
        <PasswordStep onDone={setBegun} />
      ) : !isOn ? (
        <CodeStep begun={begun} onDone={() => setOn(true)} />
      ) : (
        <>
          <CodeList codes={begun.backupCodes} />
          <Group justify="flex-end" mt="lg">
            <Button onClick={onClose}>{t('accounts.profile.twoFactor.codesKept')}</Button>
          </Group>
        </>
      )}
    </Modal>
  )
}

function PasswordStep({ onDone }: { onDone: (begun: Begun) => void }) {
  const t = useT()
  const form = useForm({ initialValues: { password: '' } })
  const begin = useAct('POST /me/two-factor', { quiet: true, invalidates: [] })
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((body) =>
        begin.mutate({ body }, { onSuccess: onDone, onError: (error) => showOnForm(form, t, error) }),
      )}
    >
      <Stack gap="md">
        <Text size="sm">{t('accounts.profile.twoFactor.passwordText')}</Text>
        <PasswordInput
          label={t('accounts.fields.password')}
          autoComplete="current-password"
          data-autofocus
          visibilityToggleButtonProps={{ 'aria-label': t('accounts.fields.showPassword') }}
          {...form.getInputProps('password')}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={begin.isPending}>
            {t('accounts.profile.twoFactor.next')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function CodeStep({ begun, onDone }: { begun: Begun; onDone: () => void }) {
  const t = useT()
  const form = useForm({ initialValues: { code: '' } })
  const confirm = useAct('PUT /me/two-factor', {
    quiet: true,
    invalidates: ['/me/two-factor', '/sessions'],
    done: t('accounts.profile.twoFactor.done'),
  })
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((body) =>
        confirm.mutate({ body }, { onSuccess: onDone, onError: (error) => showOnForm(form, t, error, 'code') }),
      )}
    >
      <Stack gap="md">
        <Text size="sm">{t('accounts.profile.twoFactor.scan')}</Text>
        <a href={begun.uri} style={{ alignSelf: 'center' }}>
          <QrCode text={begun.uri} label={t('accounts.profile.twoFactor.qr')} />
        </a>
        <CopyField label={t('accounts.profile.twoFactor.key')} value={begun.key} />
        <TextInput
          label={t('accounts.profile.twoFactor.code')}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={7}
          data-autofocus
          {...form.getInputProps('code')}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={confirm.isPending}>
            {t('accounts.profile.twoFactor.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
