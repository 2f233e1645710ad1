import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useEffect, useState } from 'react'
import { ApiProblem, type ReplyOf } from '../../kernel/api.ts'
import { useLocale, useT } from '../../kernel/i18n.tsx'
import { Link, useParam } from '../../kernel/navigation.tsx'
import { placeErrors, useAct, useApi } from '../../kernel/query.ts'
import { Door } from '../../kernel/shell/door.tsx'
import { problemText } from '../../kernel/toast.tsx'
import { SecondStep } from './second-step.tsx'

type Invitation = ReplyOf<'GET /invitations/:token'>
const enter = () => window.location.assign('/')

/** Where an invitation leads: a new account, or the password of the one that the address already has. */
export default function Join() {
  const t = useT()
  const token = useParam('token')
  const { setLocale } = useLocale()
  const invitation = useApi('GET /invitations/:token', { params: { token } })
  const [needsCode, setNeedsCode] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the invitation is known
  useEffect(() => {
    if (invitation.data) setLocale(invitation.data.locale)
  }, [invitation.data?.locale])
  if (invitation.error)
    return (
      <Door title={t('accounts.join.expiredTitle')} lead={problemText(t, invitation.error)}>
        <Link to="/sign-in">{t('accounts.signIn.back')}</Link>
      </Door>
    )
  if (!invitation.data) return null
  if (needsCode)
    return (
      <Door title={t('accounts.signIn.code.title')} lead={t('accounts.signIn.code.lead')}>
        <SecondStep onDone={enter} onBack={() => window.location.assign('/sign-in')} />
      </Door>
    )
  return <JoinForm token={token} invitation={invitation.data} onSecondStep={() => setNeedsCode(true)} />
}

function JoinForm({
  token,
  invitation,
  onSecondStep,
}: {
  token: string
  invitation: Invitation
  onSecondStep: () => void
}) {
  const t = useT()
  const form = useForm({ initialValues: { fullName: invitation.fullName ?? '', password: '' } })
  const [failure, setFailure] = useState<unknown>(null)
  const accept = useAct('POST /invitations/:token/acceptance', { quiet: true, invalidates: [] })
  const { hasAccount, workspaceName, invitedByName, email } = invitation
  const submit = form.onSubmit(async ({ fullName, password }) => {
    setFailure(null)
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    try {
      await accept.mutateAsync({
        params: { token },
        body: { password, timeZone, ...(fullName.trim() && { fullName: fullName.trim() }) },
      })
      enter()
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'two_factor_required') onSecondStep()
      else if (placeErrors(form, t, error) === 0) setFailure(error)
    }
  })
  const lead = invitedByName
    ? t('accounts.join.leadBy', { inviter: invitedByName, role: invitation.roleName })
    : t('accounts.join.lead', { role: invitation.roleName })
  return (
    <Door title={t('accounts.join.title', { workspace: workspaceName })} lead={lead}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {failure !== null && (
            <Alert color="red" role="alert">
              {problemText(t, failure)}
            </Alert>
          )}
          <TextInput
            label={t('accounts.fields.email')}
            value={email}
            readOnly
            size="md"
            autoComplete="username"
            variant="filled"
          />
          {!hasAccount && (
            <TextInput
              label={t('accounts.fields.fullName')}
              autoComplete="name"
              size="md"
              autoFocus
              {...form.getInputProps('fullName')}
            />
          )}
          <PasswordInput
            label={t('accounts.fields.password')}
            description={t(hasAccount ? 'accounts.join.ownPassword' : 'accounts.fields.passwordHint')}
            autoComplete={hasAccount ? 'current-password' : 'new-password'}
            size="md"
            visibilityToggleButtonProps={{ 'aria-label': t('accounts.fields.showPassword') }}
            {...form.getInputProps('password')}
          />
          <Button type="submit" size="md" fullWidth loading={accept.isPending}>
            {t('accounts.join.submit', { workspace: workspaceName })}
          </Button>
        </Stack>
      </form>
    </Door>
  )
}
