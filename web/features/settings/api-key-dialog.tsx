import { Alert, Button, Group, Modal, Stack, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { Permission } from '#contract/permissions.ts'
import { DateTimeField } from '../../kernel/form/date-field.tsx'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { PermissionMatrix } from '../../kernel/form/permission-matrix.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useAct } from '../../kernel/query.ts'
import { CopyField } from '../../kernel/record/copy-field.tsx'

/** Name, what it may do, until when; then the key, shown this one time. */
export function ApiKeyDialog({ onClose }: { onClose: () => void }) {
  const t = useT()
  const { permissions } = useMe()
  const [made, setMade] = useState<string | null>(null)
  const [all, setAll] = useState(false)
  const form = useForm({ initialValues: { name: '', scopes: [] as string[], expiresAt: null as string | null } })
  const create = useAct('POST /api-keys', { form, idempotent: true })
  if (made !== null) return <KeyShown value={made} onClose={onClose} />
  return (
    <FormDialog
      title={t('accounts.apiKeys.create')}
      form={form}
      size="lg"
      onClose={onClose}
      busy={create.isPending}
      submitLabel={t('accounts.apiKeys.submit')}
      onSubmit={async ({ name, scopes, expiresAt }) => {
        const { key } = await create.mutateAsync({
          body: { name, scopes: (all ? permissions : scopes) as Permission[], expiresAt },
        })
        setMade(key)
      }}
    >
      <TextInput
        label={t('accounts.apiKeys.name')}
        description={t('accounts.apiKeys.nameHint')}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <DateTimeField
        label={t('accounts.apiKeys.expires')}
        clearable
        placeholder={t('accounts.apiKeys.noExpiry')}
        {...form.getInputProps('expiresAt')}
        value={form.values.expiresAt}
      />
      <Switch
        label={t('accounts.apiKeys.allMine')}
        description={t('accounts.apiKeys.allMineHint')}
        checked={all}
        onChange={(event) => setAll(event.currentTarget.checked)}
      />
      {!all && (
        <PermissionMatrix value={form.values.scopes} onChange={(scopes) => form.setFieldValue('scopes', scopes)} />
      )}
    </FormDialog>
  )
}

function KeyShown({ value, onClose }: { value: string; onClose: () => void }) {
  const t = useT()
  return (
    <Modal opened onClose={onClose} title={t('accounts.apiKeys.shownTitle')} closeOnClickOutside={false}>
      <Stack gap="md">
        <Alert color="amber">{t('accounts.apiKeys.shownText')}</Alert>
        <CopyField label={t('accounts.apiKeys.key')} value={value} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('accounts.apiKeys.kept')}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
