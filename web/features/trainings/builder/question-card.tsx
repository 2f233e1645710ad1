import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { ActionIcon, Badge, Button, Checkbox, Group, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconGripVertical, IconPlus, IconTrash, IconX } from '@tabler/icons-react'
import type { Question } from '#contract/training-parts.ts'
import type { ApiProblem } from '../../../kernel/api.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { newId } from './new-question.ts'

type Props = {
  question: Question
  number: number
  errors: ApiProblem['errors']
  onChange: (question: Question) => void
  onRemove: () => void
}
const mostOptions = 12

/** One question with its answers; the right ones are marked where they stand. */
export function QuestionCard({ question, number, errors, onChange, onRemove }: Props) {
  const t = useT()
  const sortable = useSortable({ id: question.id })
  const errorAt = (end: string) => {
    const found = errors.find((error) => error.pointer.endsWith(end))
    return found && (t.has(`rules.${found.rule}`) ? t(`rules.${found.rule}`, found.params) : t('kit.invalid'))
  }
  return (
    <li
      ref={sortable.setNodeRef}
      className="tr-question"
      data-dragging={sortable.isDragging || undefined}
      data-error={errors.length > 0 || undefined}
      style={{ transform: CSS.Translate.toString(sortable.transform), transition: sortable.transition }}
    >
      <Group justify="space-between" wrap="nowrap">
        <Group gap={6} wrap="nowrap">
          <ActionIcon
            ref={sortable.setActivatorNodeRef}
            color="gray"
            {...sortable.attributes}
            {...sortable.listeners}
            aria-label={t('trainings.builder.move', { number })}
          >
            <IconGripVertical size={16} />
          </ActionIcon>
          <strong>{t('trainings.builder.question', { number })}</strong>
          <Badge variant="light" color="gray">
            {t(`trainings.builder.kinds.${question.kind}`)}
          </Badge>
        </Group>
        <ActionIcon color="gray" aria-label={t('trainings.builder.removeQuestion', { number })} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
      <Textarea
        label={t('trainings.builder.text')}
        required
        autosize
        maxLength={1000}
        value={question.text}
        error={errorAt(`/${number - 1}/text`)}
        onChange={(event) => onChange({ ...question, text: event.currentTarget.value })}
      />
      <Options question={question} number={number} errorAt={errorAt} onChange={onChange} />
      <Textarea
        label={t('trainings.builder.explanation')}
        description={t('trainings.builder.explanationHint')}
        autosize
        maxLength={2000}
        value={question.explanation}
        onChange={(event) => onChange({ ...question, explanation: event.currentTarget.value })}
      />
    </li>
  )
}

type OptionsProps = Pick<Props, 'question' | 'number' | 'onChange'> & { errorAt: (end: string) => string | undefined }

function Options({ question, number, errorAt, onChange }: OptionsProps) {
  const t = useT()
  const { kind, options } = question
  const change = (next: Question['options']) => onChange({ ...question, options: next })
  const mark = (index: number, isRight: boolean) =>
    change(
      options.map((option, at) =>
        at === index ? { ...option, isRight } : kind === 'multiple' ? option : { ...option, isRight: false },
      ),
    )
  const Mark = kind === 'multiple' ? Checkbox : Radio
  const error = errorAt('/options')
  return (
    <Stack gap={6} role="group" aria-label={t('trainings.builder.answers')}>
      <Text size="sm" c="dimmed">
        {t(kind === 'multiple' ? 'trainings.builder.markSeveral' : 'trainings.builder.markOne')}
      </Text>
      {options.map((option, index) => (
        <Group key={option.id} gap={8} wrap="nowrap" align="center">
          <Mark
            name={`right-${question.id}`}
            aria-label={t('trainings.builder.isRight', { number: index + 1 })}
            checked={option.isRight}
            onChange={(event) => mark(index, event.currentTarget.checked)}
          />
          {kind === 'true_false' ? (
            <span>{t(option.id === 'true' ? 'trainings.quiz.true' : 'trainings.quiz.false')}</span>
          ) : (
            <TextInput
              flex={1}
              aria-label={t('trainings.builder.answer', { number: index + 1, question: number })}
              maxLength={500}
              value={option.text}
              error={errorAt(`/options/${index}/text`)}
              onChange={(event) => change(options.with(index, { ...option, text: event.currentTarget.value }))}
            />
          )}
          {kind !== 'true_false' && options.length > 2 && (
            <ActionIcon
              color="gray"
              aria-label={t('trainings.builder.removeAnswer', { number: index + 1 })}
              onClick={() => change(options.toSpliced(index, 1))}
            >
              <IconX size={14} />
            </ActionIcon>
          )}
        </Group>
      ))}
      {error && (
        <Text size="sm" c="red" role="alert">
          {error}
        </Text>
      )}
      {kind !== 'true_false' && options.length < mostOptions && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => change([...options, { id: newId(), text: '', isRight: false }])}
        >
          {t('trainings.builder.addAnswer')}
        </Button>
      )}
    </Stack>
  )
}
