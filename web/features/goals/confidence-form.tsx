import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'

type Props = {
  goalId: string
  departmentId: string
  said: { level: number; sentence: string } | undefined
}

/** From one to five, and why, in a sentence. */
export function ConfidenceForm({ goalId, departmentId, said }: Props) {
  const t = useT()
  const form = useForm({
    initialValues: { level: String(said?.level ?? 3), sentence: said?.sentence ?? '' },
    validate: { sentence: (text) => (text.trim() === '' ? t('rules.required') : null) },
  })
  const say = useAct('PUT /goals/:id/confidence', {
    form,
    invalidates: ['/goals', '/tasks', '/today'],
    done: t('goals.confidence.done'),
  })
  return (
    <form
      className="go-say"
      onSubmit={form.onSubmit(({ level, sentence }) =>
        say.mutate({ params: { id: goalId }, body: { level: Number(level), sentence, departmentId } }),
      )}
    >
      <span className="go-level">
        <DepartmentMark department={departmentId} />
      </span>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t('goals.confidence.how')}
        data={['1', '2', '3', '4', '5']}
        {...form.getInputProps('level')}
      />
      <p className="td-muted go-scale">
        <span>{t('goals.confidence.low')}</span>
        <span>{t('goals.confidence.high')}</span>
      </p>
      <TextInput
        aria-label={t('goals.confidence.sentence')}
        placeholder={t('goals.confidence.sentence')}
        maxLength={500}
        {...form.getInputProps('sentence')}
      />
      <Button type="submit" size="xs" loading={say.isPending}>
        {t(said ? 'goals.confidence.change' : 'goals.confidence.say')}
      </Button>
    </form>
  )
}
