import { Group, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Idea } from '#contract/ideas.ts'
import { DateField } from '../../kernel/form/date-field.tsx'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useAct } from '../../kernel/query.ts'
import { MemberSelect } from '../../kernel/record/member-select.tsx'

type Props = { idea: Idea; onClose: () => void }
type Experiment = {
  hypothesis: string
  measure: string
  startsOn: string | null
  endsOn: string | null
  ownerId: string | null
}

export function ExperimentDialog({ idea, onClose }: Props) {
  const t = useT()
  const { member } = useMe()
  const { experiment } = idea
  const needed = (value: string | null) => (value === null ? t('rules.required') : null)
  const form = useForm<Experiment>({
    initialValues: {
      hypothesis: experiment?.hypothesis ?? '',
      measure: experiment?.measure ?? '',
      startsOn: experiment?.startsOn ?? null,
      endsOn: experiment?.endsOn ?? null,
      ownerId: experiment?.ownerId ?? member.id,
    },
    validate: { startsOn: needed, endsOn: needed, ownerId: needed },
  })
  const set = useAct('PUT /ideas/:id/experiment', { form, done: t('ideas.experiment.done') })
  return (
    <FormDialog
      title={t('ideas.acts.experiment')}
      form={form}
      onClose={onClose}
      busy={set.isPending}
      onSubmit={async ({ hypothesis, measure, startsOn, endsOn, ownerId }) => {
        if (!startsOn || !endsOn || !ownerId) return
        await set.mutateAsync({ params: { id: idea.id }, body: { hypothesis, measure, startsOn, endsOn, ownerId } })
        onClose()
      }}
    >
      <Textarea
        label={t('ideas.experiment.hypothesis')}
        placeholder={t('ideas.experiment.hypothesisPlaceholder')}
        required
        autosize
        minRows={2}
        maxLength={5000}
        data-autofocus
        {...form.getInputProps('hypothesis')}
      />
      <TextInput
        label={t('ideas.experiment.measure')}
        placeholder={t('ideas.experiment.measurePlaceholder')}
        required
        maxLength={1000}
        {...form.getInputProps('measure')}
      />
      <Group grow align="flex-start">
        <DateField
          label={t('ideas.experiment.startsOn')}
          required
          value={form.values.startsOn}
          onChange={(day) => form.setFieldValue('startsOn', day)}
          error={form.errors.startsOn}
        />
        <DateField
          label={t('ideas.experiment.endsOn')}
          required
          value={form.values.endsOn}
          onChange={(day) => form.setFieldValue('endsOn', day)}
          error={form.errors.endsOn}
        />
      </Group>
      <MemberSelect
        label={t('ideas.experiment.owner')}
        required
        value={form.values.ownerId}
        onChange={(id) => form.setFieldValue('ownerId', id)}
        error={form.errors.ownerId}
      />
    </FormDialog>
  )
}

const outcomes = ['worked', 'did_not', 'unclear'] as const
type Result = { outcome: (typeof outcomes)[number]; number: number | string; learning: string }

export function ResultDialog({ idea, onClose }: Props) {
  const t = useT()
  const form = useForm<Result>({ initialValues: { outcome: 'worked', number: '', learning: '' } })
  const note = useAct('POST /ideas/:id/result', { form, done: t('ideas.result.done'), idempotent: true })
  return (
    <FormDialog
      title={t('ideas.acts.result')}
      form={form}
      onClose={onClose}
      busy={note.isPending}
      onSubmit={async ({ outcome, number, learning }) => {
        const body = { outcome, learning, number: number === '' ? null : Number(number) }
        await note.mutateAsync({ params: { id: idea.id }, body })
        onClose()
      }}
    >
      <SegmentedControl
        fullWidth
        aria-label={t('ideas.result.outcome')}
        value={form.values.outcome}
        onChange={(value) => form.setFieldValue('outcome', outcomes.find((one) => one === value) ?? 'unclear')}
        data={outcomes.map((value) => ({ value, label: t(`ideas.outcomes.${value}`) }))}
      />
      <NumberField
        label={t('ideas.result.number')}
        {...(idea.experiment && { description: idea.experiment.measure })}
        decimals={2}
        {...form.getInputProps('number')}
      />
      <Textarea
        label={t('ideas.result.learning')}
        required
        autosize
        minRows={3}
        maxLength={10_000}
        {...form.getInputProps('learning')}
      />
    </FormDialog>
  )
}
