import { Button, Checkbox, Group } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Question } from '#contract/training-parts.ts'
import type { Training } from '#contract/trainings.ts'
import { ApiProblem } from '../../../kernel/api.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { useGo, useParam } from '../../../kernel/navigation.tsx'
import { useAct, useApi } from '../../../kernel/query.ts'
import { EmptyState } from '../../../kernel/record/empty-state.tsx'
import { ErrorScreen } from '../../../kernel/shell/error-screens.tsx'
import { Page, PageSkeleton } from '../../../kernel/shell/page.tsx'
import { useToast } from '../../../kernel/toast.tsx'
import { newQuestion } from './new-question.ts'
import { QuestionList } from './question-list.tsx'
import '../trainings.css'

/** Writes the quiz of a training. Every saving is a version; what people passed keeps the one they had. */
export default function QuizBuilder() {
  const id = useParam('id')
  const training = useApi('GET /trainings/:id', { params: { id } })
  const hasQuiz = (training.data?.quizVersion ?? 0) > 0
  const quiz = useApi(
    'GET /trainings/:id/quiz',
    { params: { id } },
    { enabled: hasQuiz, staleTime: Number.POSITIVE_INFINITY },
  )
  const failed = training.error ?? quiz.error
  if (failed) return <ErrorScreen error={failed} reset={() => void quiz.refetch()} />
  if (!training.data || (hasQuiz && !quiz.data)) return <PageSkeleton />
  return <Editor key={training.data.id} training={training.data} initial={quiz.data?.questions ?? []} />
}

function Editor({ training, initial }: { training: Training; initial: readonly Question[] }) {
  const t = useT()
  const go = useGo()
  const toast = useToast()
  const [questions, setQuestions] = useState<Question[]>([...initial])
  const [askAgain, setAskAgain] = useState(false)
  const [errors, setErrors] = useState<ApiProblem['errors']>([])
  const save = useAct('PUT /trainings/:id/quiz', { quiet: true, done: t('trainings.builder.saved') })
  const remove = useAct('DELETE /trainings/:id/quiz', { done: t('trainings.builder.removed') })
  const params = { id: training.id }
  const send = () =>
    save.mutate(
      { params, body: { questions, askAgain } },
      {
        onSuccess: () => go(`/trainings/${training.id}`),
        onError: (error) => {
          const found = error instanceof ApiProblem ? error.errors : []
          setErrors(found)
          if (found.length === 0) toast.failed(error)
          else toast.info(t('trainings.builder.mend', { count: found.length }))
        },
      },
    )
  return (
    <Page
      title={t('trainings.builder.title')}
      subtitle={training.title}
      actions={
        <>
          <Button variant="default" onClick={() => go(`/trainings/${training.id}`)}>
            {t('kit.cancel')}
          </Button>
          <Button onClick={send} loading={save.isPending} disabled={questions.length === 0}>
            {t('kit.save')}
          </Button>
        </>
      }
    >
      {questions.length === 0 ? (
        <EmptyState title={t('trainings.builder.emptyTitle')} text={t('trainings.builder.empty')} />
      ) : (
        <QuestionList
          questions={questions}
          errors={errors}
          onChange={(next) => {
            setErrors([])
            setQuestions(next)
          }}
        />
      )}
      <Group gap="xs" my="md">
        {(['single', 'multiple', 'true_false'] as const).map((kind) => (
          <Button
            key={kind}
            variant="default"
            leftSection={<IconPlus size={15} />}
            onClick={() => setQuestions([...questions, newQuestion(kind)])}
          >
            {t(`trainings.builder.add.${kind}`)}
          </Button>
        ))}
      </Group>
      {training.quizVersion > 0 && (
        <Group justify="space-between" align="flex-start">
          <Checkbox
            label={t('trainings.builder.askAgain')}
            description={t('trainings.builder.askAgainHint')}
            checked={askAgain}
            onChange={(event) => setAskAgain(event.currentTarget.checked)}
          />
          <Button
            variant="subtle"
            color="red"
            loading={remove.isPending}
            onClick={() => remove.mutate({ params }, { onSuccess: () => go(`/trainings/${training.id}`) })}
          >
            {t('trainings.builder.remove')}
          </Button>
        </Group>
      )}
    </Page>
  )
}
