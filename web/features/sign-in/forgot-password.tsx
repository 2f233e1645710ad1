import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { Door } from '../../kernel/shell/door.tsx'

export default function ForgotPassword() {
  const t = useT()
  const form = useForm({ initialValues: { email: '' } })
  const [sentTo, setSentTo] = useState<string | null>(null)
  const request = useAct('POST /password-resets', { form, invalidates: [] })
  if (sentTo)
    return (
      <Door title={t('accounts.forgot.sentTitle')} lead={t('accounts.forgot.sentLead', { email: sentTo })}>
        <Link to="/sign-in">{t('accounts.signIn.back')}</Link>
      </Door>
    )
  return (
    <Door title={t('accounts.forgot.title')} lead={t('accounts.forgot.lead')}>
      <form
        noValidate
        onSubmit={form.onSubmit(async (body) => {
          await request.mutateAsync({ body }).then(
            () => setSentTo(body.email),
            () => undefined,
          )
        })}
      >
        <Stack gap="md">
          <TextInput
            label={t('accounts.fields.email')}
            type="email"
            autoComplete="username"
            size="md"
            autoFocus
            {...form.getInputProps('email')}
          />
          <Button type="submit" size="md" fullWidth loading={request.isPending}>
            {t('accounts.forgot.submit')}
          </Button>
          <Link to="/sign-in">{t('accounts.signIn.back')}</Link>
        </Stack>
      </form>
    </Door>
  )
}
