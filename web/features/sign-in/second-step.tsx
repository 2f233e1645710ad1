import { Alert, Anchor, Button, Checkbox, PinInput, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ApiProblem } from '../../kernel/api.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { problemText } from '../../kernel/toast.tsx'

/** The code of the authenticator app, sent as soon as it is complete, or a backup code. */
export function SecondStep({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const t = useT()
  const [isBackupCode, setBackup] = useState(false)
  const [code, setCode] = useState('')
  const [trustDevice, setTrust] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const verify = useAct('POST /sessions/verification', { quiet: true, invalidates: [] })
  const send = async (given: string) => {
    setFailure(null)
    try {
      await verify.mutateAsync({ body: { code: given, isBackupCode, trustDevice } })
      onDone()
    } catch (error) {
      setFailure(error)
      setCode('')
      if (error instanceof ApiProblem && error.code === 'session_expired') onBack()
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (code) void send(code)
      }}
    >
      <Stack gap="md">
        {failure !== null && (
          <Alert color="red" role="alert">
            {problemText(t, failure)}
          </Alert>
        )}
        {isBackupCode ? (
          <TextInput
            label={t('accounts.signIn.code.backup')}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            autoComplete="off"
            size="md"
            autoFocus
          />
        ) : (
          <PinInput
            key={failure ? 'again' : 'first'}
            length={6}
            type="number"
            size="md"
            oneTimeCode
            autoFocus
            aria-label={t('accounts.signIn.code.field')}
            value={code}
            onChange={setCode}
            onComplete={(complete) => void send(complete)}
          />
        )}
        <Checkbox
          label={t('accounts.signIn.code.trust')}
          checked={trustDevice}
          onChange={(event) => setTrust(event.currentTarget.checked)}
        />
        <Button type="submit" size="md" fullWidth loading={verify.isPending} disabled={!code}>
          {t('accounts.signIn.submit')}
        </Button>
        <Anchor
          component="button"
          type="button"
          onClick={() => {
            setBackup(!isBackupCode)
            setCode('')
          }}
        >
          {t(isBackupCode ? 'accounts.signIn.code.useApp' : 'accounts.signIn.code.useBackup')}
        </Anchor>
        <Anchor component="button" type="button" onClick={onBack}>
          {t('accounts.signIn.back')}
        </Anchor>
      </Stack>
    </form>
  )
}
