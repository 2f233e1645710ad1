import { Checkbox, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { Session } from '#contract/training-parts.ts'
import type { Training } from '#contract/trainings.ts'
import { FormDialog } from '../../../kernel/form/form-dialog.tsx'
import { useT } from '../../../kernel/i18n.tsx'
import { useAct, useApi } from '../../../kernel/query.ts'
import { MemberSelect } from '../../../kernel/record/member-select.tsx'

type Person = { memberId: string; fullName: string }

/** Who came: everybody enrolled is ticked to begin with; people who just walked in are added. */
export function AttendanceDialog({
  training,
  session,
  onClose,
}: {
  training: Training
  session: Session
  onClose: () => void
}) {
  const t = useT()
  const params = { id: training.id, sessionId: session.id }
  const seats = useApi('GET /trainings/:id/sessions/:sessionId/seats', { params }).data?.items ?? []
  const members = useApi('GET /members', { query: { limit: 200 } }, { staleTime: 600_000 }).data?.items ?? []
  const [added, setAdded] = useState<Person[]>([])
  const form = useForm<{ came: Record<string, boolean> }>({ initialValues: { came: {} } })
  const note = useAct('PUT /trainings/:id/sessions/:sessionId/attendance', { done: t('trainings.sessions.noted') })
  const people = [
    ...seats.map((seat) => ({ ...seat, came: seat.attended ?? seat.state === 'enrolled' })),
    ...added.map((person) => ({ ...person, came: true })),
  ]
  const cameOf = (person: { memberId: string; came: boolean }) => form.values.came[person.memberId] ?? person.came
  return (
    <FormDialog
      title={t('trainings.sessions.attendance')}
      form={form}
      onClose={onClose}
      busy={note.isPending}
      onSubmit={async () => {
        if (people.length > 0)
          await note.mutateAsync({
            params,
            body: { people: people.map((person) => ({ memberId: person.memberId, attended: cameOf(person) })) },
          })
        onClose()
      }}
    >
      <Stack gap="xs">
        {people.length === 0 && <p className="td-muted">{t('trainings.sessions.nobody')}</p>}
        {people.map((person) => (
          <Checkbox
            key={person.memberId}
            label={person.fullName}
            checked={cameOf(person)}
            onChange={(event) => form.setFieldValue(`came.${person.memberId}`, event.currentTarget.checked)}
          />
        ))}
      </Stack>
      <MemberSelect
        label={t('trainings.sessions.walkIn')}
        value={null}
        onChange={(id) => {
          const found = members.find((one) => one.id === id)
          if (found && !people.some((person) => person.memberId === id))
            setAdded([...added, { memberId: found.id, fullName: found.fullName }])
        }}
      />
    </FormDialog>
  )
}
