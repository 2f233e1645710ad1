import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useAct } from '../../kernel/query.ts'
import { SectionCard } from '../../kernel/shell/section-card.tsx'

export function DataSection() {
  const t = useT()
  const { member } = useMe()
  const form = useForm({ initialValues: { fullName: member.fullName, jobTitle: member.jobTitle ?? '' } })
  const save = useAct('PATCH /me', { form, invalidates: ['/me', '/members'], done: t('accounts.profile.saved') })
  return (
    <SectionCard title={t('accounts.profile.data.title')} text={t('accounts.profile.data.text')}>
      <form
        noValidate
        onSubmit={form.onSubmit(({ fullName, jobTitle }) =>
          save.mutate(
            { body: { fullName: fullName.trim(), jobTitle: jobTitle.trim() || null } },
            { onSuccess: () => form.resetDirty() },
          ),
        )}
      >
        <Stack gap="md">
          <TextInput label={t('accounts.fields.fullName')} autoComplete="name" {...form.getInputProps('fullName')} />
          <TextInput
            label={t('accounts.fields.jobTitle')}
            autoComplete="organization-title"
            {...form.getInputProps('jobTitle')}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
              {t('kit.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </SectionCard>
  )
}
