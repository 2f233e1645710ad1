import { Button, Checkbox, Input, Select, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { Training } from '#contract/trainings.ts'
import { FormDialog } from '../../../kernel/form/form-dialog.tsx'
import { useT } from '../../../kernel/i18n.tsx'
import { useCan, useMe } from '../../../kernel/me.tsx'
import { useAct } from '../../../kernel/query.ts'
import { DepartmentMark } from '../../../kernel/record/department-mark.tsx'
import { Fact, Facts } from '../../../kernel/record/facts.tsx'
import { InlineField } from '../../../kernel/record/inline-field.tsx'
import { useMembers } from '../../../kernel/record/member-select.tsx'
import type { useRecordSave } from '../../../kernel/record/use-record-save.tsx'

type Save = ReturnType<typeof useRecordSave<'GET /trainings/:id', 'PATCH /trainings/:id'>>['save']

export function TrainingFacts({ training, save }: { training: Training; save: Save }) {
  const t = useT()
  const can = useCan()
  const members = useMembers()
  const [editing, setEditing] = useState(false)
  const readOnly = !training.mayRun
  const mayAsk = can('trainings.manage')
  const decidedBy = members.find((one) => one.id === training.requiredBy)?.fullName
  return (
    <>
      <Facts title={t('trainings.record.facts')}>
        <InlineField
          kind="text"
          label={t('trainings.fields.title')}
          required
          readOnly={readOnly}
          value={training.title}
          onSave={(title, begun) => title && save({ title }, begun)}
        />
        <InlineField
          kind="text"
          label={t('trainings.fields.topic')}
          required
          readOnly={readOnly}
          value={training.topic}
          onSave={(topic, begun) => topic && save({ topic }, begun)}
        />
        <InlineField
          kind="long_text"
          label={t('trainings.fields.purpose')}
          readOnly={readOnly}
          value={training.purpose}
          onSave={(purpose, begun) => save({ purpose: purpose ?? '' }, begun)}
        />
        <InlineField
          kind="member"
          label={t('trainings.fields.owner')}
          readOnly={readOnly}
          value={training.ownerId}
          onSave={(ownerId, begun) => save({ ownerId }, begun)}
        />
      </Facts>
      <Facts title={t('trainings.record.who')}>
        <Fact label={t('trainings.fields.department')}>
          <DepartmentMark department={training.departmentId} />
        </Fact>
        <Fact label={t('trainings.fields.departments')}>
          <span className="tr-marks">
            {training.departmentIds.map((id) => (
              <DepartmentMark key={id} department={id} />
            ))}
          </span>
        </Fact>
      </Facts>
      {!readOnly && (
        <Button size="compact-sm" variant="subtle" mb="md" onClick={() => setEditing(true)}>
          {t('trainings.record.editWho')}
        </Button>
      )}
      <Facts title={t('trainings.record.rules')}>
        <InlineField
          kind="boolean"
          label={t('trainings.fields.required')}
          readOnly={readOnly || !mayAsk}
          value={training.required}
          onSave={(required, begun) => save({ required }, begun)}
        />
        {training.required && (
          <InlineField
            kind="date"
            label={t('trainings.fields.requiredFrom')}
            readOnly={readOnly || !mayAsk}
            value={training.requiredFrom}
            onSave={(requiredFrom, begun) => save({ requiredFrom }, begun)}
          />
        )}
        {training.required && decidedBy && <Fact label={t('trainings.fields.requiredBy')}>{decidedBy}</Fact>}
        <InlineField
          kind="number"
          label={t('trainings.fields.validityMonths')}
          readOnly={readOnly}
          value={training.validityMonths}
          onSave={(validityMonths, begun) => validityMonths !== null && save({ validityMonths }, begun)}
        />
        <InlineField
          kind="number"
          label={t('trainings.fields.passMark')}
          readOnly={readOnly}
          value={training.passMark}
          onSave={(passMark, begun) => passMark !== null && save({ passMark }, begun)}
        />
        <InlineField
          kind="number"
          label={t('trainings.fields.attemptsLimit')}
          readOnly={readOnly}
          value={training.attemptsLimit}
          onSave={(attemptsLimit, begun) => save({ attemptsLimit }, begun)}
        />
        <InlineField
          kind="number"
          label={t('trainings.fields.cooldownMinutes')}
          readOnly={readOnly}
          value={training.cooldownMinutes}
          onSave={(cooldownMinutes, begun) => save({ cooldownMinutes: cooldownMinutes ?? 0 }, begun)}
        />
      </Facts>
      {editing && <WhoDialog training={training} onClose={() => setEditing(false)} />}
    </>
  )
}

function WhoDialog({ training, onClose }: { training: Training; onClose: () => void }) {
  const t = useT()
  const { departments } = useMe()
  const form = useForm({
    initialValues: { departmentId: training.departmentId, departmentIds: training.departmentIds },
    validate: { departmentIds: (ids) => (ids.length === 0 ? t('rules.required') : null) },
  })
  const change = useAct('PATCH /trainings/:id', { form, ifMatch: `"${training.version}"` })
  return (
    <FormDialog
      title={t('trainings.record.editWho')}
      form={form}
      onClose={onClose}
      busy={change.isPending}
      onSubmit={async (body) => {
        await change.mutateAsync({ params: { id: training.id }, body })
        onClose()
      }}
    >
      <Select
        label={t('trainings.fields.department')}
        allowDeselect={false}
        data={departments.map(({ id, name }) => ({ value: id, label: name }))}
        {...form.getInputProps('departmentId')}
      />
      <Input.Wrapper
        label={t('trainings.fields.departments')}
        labelElement="div"
        role="group"
        error={form.errors.departmentIds}
      >
        <Stack gap="xs" my="xs">
          {departments.map(({ id }) => (
            <Checkbox
              key={id}
              label={<DepartmentMark department={id} />}
              checked={form.values.departmentIds.includes(id)}
              onChange={(event) =>
                form.setFieldValue(
                  'departmentIds',
                  event.currentTarget.checked
                    ? [...form.values.departmentIds, id]
                    : form.values.departmentIds.filter((one) => one !== id),
                )
              }
            />
          ))}
        </Stack>
      </Input.Wrapper>
    </FormDialog>
  )
}
