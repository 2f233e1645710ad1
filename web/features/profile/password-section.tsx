import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { SectionCard } from '../../kernel/shell/section-card.tsx'

export function PasswordSection() {
  const t = useT()
  const form = useForm({ initialValues: { currentPassword: '', newPassword: '' } })
  const change = useAct('PUT /me/password', {
    form,
    invalidates: ['/sessions'],
    done: t('accounts.profile.password.done'),
  })
  const visibilityToggleButtonProps = { 'aria-label': t('accounts.fields.showPassword') }
  return (
    <SectionCard title={t('accounts.profile.password.title')} text={t('accounts.profile.password.text')}>
      <form noValidate onSubmit={form.onSubmit((body) => change.mutate({ body }, { onSuccess: () => form.reset() }))}>
        <Stack gap="md">
          <PasswordInput
            label={t('accounts.fields.currentPassword')}
            autoComplete="current-password"
            visibilityToggleButtonProps={visibilityToggleButtonProps}
            {...form.getInputProps('currentPassword')}
          />
          <PasswordInput
            label={t('accounts.fields.newPassword')}
            description={t('accounts.fields.passwordHint')}
            autoComplete="new-password"
            visibilityToggleButtonProps={visibilityToggleButtonProps}
            {...form.getInputProps('newPassword')}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending} disabled={!form.isDirty()}>
              {t('accounts.profile.password.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </SectionCard>
  )
}
