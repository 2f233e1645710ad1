import { Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { JourneyStage } from '#contract/journey.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { MemberSelect } from '../../kernel/record/member-select.tsx'

type Values = { name: string; goal: string; owners: Record<string, string | null> }

/** A stage and who is in charge of it, one person for each department. */
export function StageDialog({ stage, onClose }: { stage: JourneyStage | null; onClose: () => void }) {
  const t = useT()
  const departments = useApi('GET /departments', {}, { staleTime: 600_000 }).data?.items ?? []
  const form = useForm<Values>({
    initialValues: {
      name: stage?.name ?? '',
      goal: stage?.goal ?? '',
      owners: Object.fromEntries((stage?.owners ?? []).map((owner) => [owner.departmentId, owner.memberId])),
    },
  })
  const options = { form, invalidates: ['/journey-map'], done: t('journey-map.stage.saved') }
  const create = useAct('POST /journey-stages', { ...options, idempotent: true })
  const update = useAct('PATCH /journey-stages/:id', { ...options, ...(stage && { ifMatch: `"${stage.version}"` }) })
  return (
    <FormDialog
      title={t(stage ? 'journey-map.stage.edit' : 'journey-map.stage.add')}
      form={form}
      onClose={onClose}
      busy={create.isPending || update.isPending}
      onSubmit={async ({ name, goal, owners }) => {
        const chosen = Object.entries(owners).flatMap(([departmentId, memberId]) =>
          memberId ? [{ departmentId, memberId }] : [],
        )
        const body = { name, goal, owners: chosen }
        if (stage) await update.mutateAsync({ params: { id: stage.id }, body })
        else await create.mutateAsync({ body })
        onClose()
      }}
    >
      <TextInput
        label={t('journey-map.stage.name')}
        required
        maxLength={80}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Textarea
        label={t('journey-map.stage.goal')}
        autosize
        minRows={2}
        maxLength={500}
        {...form.getInputProps('goal')}
      />
      {departments.map(({ id, name }) => (
        <MemberSelect
          key={id}
          label={t('journey-map.stage.owners', { department: name })}
          value={form.values.owners[id] ?? null}
          onChange={(memberId) => form.setFieldValue('owners', { ...form.values.owners, [id]: memberId })}
        />
      ))}
    </FormDialog>
  )
}
