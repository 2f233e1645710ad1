import { Stack } from '@mantine/core'
import { AbsencesEditor } from '../../kernel/form/absences-editor.tsx'
import { LanguagesSelect } from '../../kernel/form/languages-select.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useAct } from '../../kernel/query.ts'
import { SectionCard } from '../../kernel/shell/section-card.tsx'

/** What the routing of leads goes by. */
export function AvailabilitySection() {
  const t = useT()
  const { member } = useMe()
  const act = useAct('PATCH /me', {
    invalidates: ['/me', '/members'],
    optimistic: ({ body }, patch) => patch('GET /me', {}, (me) => ({ ...me, member: { ...me.member, ...body } })),
  })
  return (
    <SectionCard title={t('accounts.profile.availability.title')} text={t('accounts.profile.availability.text')}>
      <Stack gap="lg">
        <LanguagesSelect
          label={t('accounts.fields.languages')}
          value={member.languages}
          onChange={(languages) => act.mutate({ body: { languages } })}
        />
        <AbsencesEditor value={member.absences} onChange={(absences) => act.mutate({ body: { absences } })} />
      </Stack>
    </SectionCard>
  )
}
