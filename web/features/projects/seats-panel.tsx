import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { Project } from '#contract/projects.ts'
import { DepartmentOwners } from '../../kernel/form/department-owners.tsx'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { Panel } from '../../kernel/record/record-page.tsx'
import { seatsBody, seatsOf } from './seats.ts'

/** Who takes part and who answers for it; a department without an owner says so. */
export function SeatsPanel({ project, readOnly }: { project: Project; readOnly: boolean }) {
  const t = useT()
  const members = useMembers()
  const [editing, setEditing] = useState(false)
  return (
    <Panel
      title={t('projects.fields.departments')}
      action={
        !readOnly && (
          <Button size="compact-sm" variant="subtle" onClick={() => setEditing(true)}>
            {t('projects.record.editSeats')}
          </Button>
        )
      }
    >
      <ul className="pj-also">
        {seatsOf(project).map(({ departmentId, ownerId }) => (
          <li key={departmentId}>
            <DepartmentMark department={departmentId} />{' '}
            <span className="td-muted">
              {members.find((one) => one.id === ownerId)?.fullName ?? t('projects.record.noOwner')}
            </span>
          </li>
        ))}
      </ul>
      {editing && <SeatsDialog project={project} onClose={() => setEditing(false)} />}
    </Panel>
  )
}

function SeatsDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const t = useT()
  const form = useForm({
    initialValues: { seats: seatsOf(project) },
    validate: { seats: (seats) => (seats.length === 0 ? t('rules.required') : null) },
  })
  const change = useAct('PATCH /projects/:id', { form, ifMatch: `"${project.version}"` })
  return (
    <FormDialog
      title={t('projects.record.editSeats')}
      form={form}
      onClose={onClose}
      busy={change.isPending}
      onSubmit={async ({ seats }) => {
        await change.mutateAsync({ params: { id: project.id }, body: seatsBody(seats) })
        onClose()
      }}
    >
      <DepartmentOwners
        label={t('projects.fields.departments')}
        value={form.values.seats}
        onChange={(seats) => form.setFieldValue('seats', seats)}
        error={form.errors.seats}
      />
    </FormDialog>
  )
}
