import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors } from '@dnd-kit/core'
import { arrayMove, SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable'
import type { Question } from '#contract/training-parts.ts'
import type { ApiProblem } from '../../../kernel/api.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { sortingAnnouncements } from '../../../kernel/list/sorting-announcements.ts'
import { QuestionCard } from './question-card.tsx'

type Props = { questions: Question[]; errors: ApiProblem['errors']; onChange: (questions: Question[]) => void }

/** Questions in their order: moved by pointer, or by keyboard with space and the arrows. */
export function QuestionList({ questions, errors, onChange }: Props) {
  const t = useT()
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const ids = questions.map((question) => question.id)
  const at = (id: unknown) => questions.findIndex((question) => question.id === id)
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={({ active, over }) => over && onChange(arrayMove(questions, at(active.id), at(over.id)))}
      accessibility={{
        screenReaderInstructions: { draggable: t('trainings.builder.dragHelp') },
        announcements: sortingAnnouncements(t, ids, (id) => questions[at(id)]?.text ?? ''),
      }}
    >
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        <ol className="tr-list">
          {questions.map((question, index) => (
            <QuestionCard
              key={question.id}
              question={question}
              number={index + 1}
              errors={errors.filter((error) => error.pointer.startsWith(`/questions/${index}/`))}
              onChange={(next) => onChange(questions.with(index, next))}
              onRemove={() => onChange(questions.toSpliced(index, 1))}
            />
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  )
}
