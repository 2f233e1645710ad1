import { Alert, Button, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { ApiProblem } from '../../kernel/api.ts'
import { useT } from '../../kernel/i18n.tsx'
import { Link, useGo, useParam } from '../../kernel/navigation.tsx'
import { placeErrors, useAct } from '../../kernel/query.ts'
import { Door } from '../../kernel/shell/door.tsx'
import { problemText } from '../../kernel/toast.tsx'

/** Where the link of the mail leads. */
export default function ResetPassword() {
  const t = useT()
  const go = useGo()
  const token = useParam('token')
  const form = useForm({ initialValues: { password: '' } })
  const [failure, setFailure] = useState<unknown>(null)
  const reset = useAct('PUT /password-resets/:token', { quiet: true, invalidates: [] })
  const isExpired = failure instanceof ApiProblem && failure.code === 'reset_expired'
  const submit = form.onSubmit(async (body) => {
    setFailure(null)
    try {
      await reset.mutateAsync({ params: { token }, body })
      go('/sign-in', { search: { reset: 'done' }, replace: true })
    } catch (error) {
      if (placeErrors(form, t, error) === 0) setFailure(error)
    }
  })
  return (
    <Door title={t('accounts.reset.title')} lead={t('accounts.reset.lead')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {failure !== null && (
            <Alert color="red" role="alert">
              {problemText(t, failure)} {isExpired && <Link to="/forgot-password">{t('accounts.forgot.again')}</Link>}
            </Alert>
          )}
          <PasswordInput
            label={t('accounts.fields.newPassword')}
            description={t('accounts.fields.passwordHint')}
            autoComplete="new-password"
            size="md"
            autoFocus
            visibilityToggleButtonProps={{ 'aria-label': t('accounts.fields.showPassword') }}
            {...form.getInputProps('password')}
          />
          <Button type="submit" size="md" fullWidth loading={reset.isPending}>
            {t('accounts.reset.submit')}
          </Button>
        </Stack>
      </form>
    </Door>
  )
}
