import { Alert, Button, Checkbox, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useEffect, useState } from 'react'
import { ApiProblem } from '../../kernel/api.ts'
import { useT } from '../../kernel/i18n.tsx'
import { Link, useGo, useSearch } from '../../kernel/navigation.tsx'
import { placeErrors, useAct, useApi } from '../../kernel/query.ts'
import { Door } from '../../kernel/shell/door.tsx'
import { problemText } from '../../kernel/toast.tsx'
import { SecondStep } from './second-step.tsx'

export default function SignIn() {
  const t = useT()
  const go = useGo()
  const [search] = useSearch()
  const [step, setStep] = useState<'password' | 'code'>('password')
  const setup = useApi('GET /setup')
  useEffect(() => {
    if (setup.data?.needed) go('/setup', { replace: true })
  }, [setup.data, go])
  const enter = () => window.location.assign(safeReturn(search.return))
  if (setup.data?.needed) return null
  return step === 'password' ? (
    <Door title={t('accounts.signIn.title')}>
      <PasswordStep onDone={enter} onSecondStep={() => setStep('code')} isReset={search.reset === 'done'} />
    </Door>
  ) : (
    <Door title={t('accounts.signIn.code.title')} lead={t('accounts.signIn.code.lead')}>
      <SecondStep onDone={enter} onBack={() => setStep('password')} />
    </Door>
  )
}

function PasswordStep(props: { onDone: () => void; onSecondStep: () => void; isReset: boolean }) {
  const t = useT()
  const form = useForm({ initialValues: { email: '', password: '', rememberMe: true } })
  const [failure, setFailure] = useState<unknown>(null)
  const signIn = useAct('POST /sessions', { quiet: true, invalidates: [] })
  const submit = form.onSubmit(async (body) => {
    setFailure(null)
    try {
      await signIn.mutateAsync({ body })
      props.onDone()
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'two_factor_required') props.onSecondStep()
      else if (placeErrors(form, t, error) === 0) setFailure(error)
    }
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {props.isReset && !failure && (
          <Alert color="green" role="status">
            {t('accounts.signIn.resetDone')}
          </Alert>
        )}
        {failure !== null && (
          <Alert color="red" role="alert">
            {problemText(t, failure)}
          </Alert>
        )}
        <TextInput
          label={t('accounts.fields.email')}
          type="email"
          autoComplete="username"
          size="md"
          data-autofocus
          autoFocus
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('accounts.fields.password')}
          autoComplete="current-password"
          size="md"
          visibilityToggleButtonProps={{ 'aria-label': t('accounts.fields.showPassword') }}
          {...form.getInputProps('password')}
        />
        <div style={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', gap: '0.5rem 1rem' }}>
          <Checkbox label={t('accounts.signIn.remember')} {...form.getInputProps('rememberMe', { type: 'checkbox' })} />
          <Link to="/forgot-password">{t('accounts.signIn.forgot')}</Link>
        </div>
        <Button type="submit" size="md" fullWidth loading={signIn.isPending}>
          {t('accounts.signIn.submit')}
        </Button>
      </Stack>
    </form>
  )
}

/** Only addresses of this app: a link must not be able to lead elsewhere after signing in. */
const safeReturn = (to: string | string[] | undefined): string =>
  typeof to === 'string' && /^\/(?![/\\])/.test(to) && !to.startsWith('/sign-in') ? to : '/'
