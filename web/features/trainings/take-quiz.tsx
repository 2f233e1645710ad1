import { Alert, Button, Group, Progress } from '@mantine/core'
import { IconArrowLeft, IconCheck, IconX } from '@tabler/icons-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Attempt } from '#contract/training-parts.ts'
import { useT } from '../../kernel/i18n.tsx'
import { Link, useGo, useParam, useSearch } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import { problemText } from '../../kernel/toast.tsx'
import './trainings.css'

type Asked = Attempt['questions'][number]
type Answers = Record<string, string[]>

/** Takes the quiz, or shows a result with `?attempt=`. One column, large targets: made for a phone. */
export default function TakeQuiz() {
  const t = useT()
  const id = useParam('id')
  const [{ attempt: shown }] = useSearch()
  const training = useApi('GET /trainings/:id', { params: { id } })
  if (!training.data) return <PageSkeleton />
  return (
    <Page title={training.data.title} subtitle={t('trainings.quiz.title')}>
      <p>
        <Link to={`/trainings/${id}`}>
          <IconArrowLeft size={15} aria-hidden="true" /> {t('trainings.quiz.back')}
        </Link>
      </p>
      {typeof shown === 'string' ? <Shown id={id} attemptId={shown} /> : <Take id={id} />}
    </Page>
  )
}

function Shown({ id, attemptId }: { id: string; attemptId: string }) {
  const attempt = useApi('GET /trainings/:id/attempts/:attemptId', { params: { id, attemptId } }).data
  if (!attempt) return null
  return attempt.results ? <Result id={id} attempt={attempt} /> : <Take id={id} />
}

/** Begins once when the screen opens; the server answers the open attempt if there is one. */
function Take({ id }: { id: string }) {
  const t = useT()
  const begin = useAct('POST /trainings/:id/attempts', { quiet: true })
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    begin.mutate({ params: { id } })
  }, [begin, id])
  if (begin.error)
    return (
      <Alert color="amber" title={t('trainings.quiz.cannot')}>
        {problemText(t, begin.error)}
      </Alert>
    )
  return begin.data ? <Questions id={id} attempt={begin.data} /> : <PageSkeleton />
}

function Questions({ id, attempt }: { id: string; attempt: Attempt }) {
  const t = useT()
  const go = useGo()
  const [answers, setAnswers] = useState<Answers>({})
  const submit = useAct('POST /trainings/:id/attempts/:attemptId/submission')
  const answered = attempt.questions.filter((question) => (answers[question.id] ?? []).length > 0).length
  const left = attempt.questions.length - answered
  const send = (event: FormEvent) => {
    event.preventDefault()
    submit.mutate(
      {
        params: { id, attemptId: attempt.id },
        body: { answers: Object.entries(answers).map(([questionId, optionIds]) => ({ questionId, optionIds })) },
      },
      { onSuccess: () => go(`/trainings/${id}/attempt?attempt=${attempt.id}`, { replace: true }) },
    )
  }
  return (
    <form className="tr-quiz" onSubmit={send}>
      <div>
        <p className="td-muted td-num" style={{ margin: '0 0 6px' }}>
          {t('trainings.quiz.progress', { answered, total: attempt.questions.length })} ·{' '}
          {t('trainings.quiz.needs', { mark: attempt.passMark })}
        </p>
        <Progress value={(answered / attempt.questions.length) * 100} size="sm" aria-hidden />
      </div>
      {attempt.questions.map((question, index) => (
        <QuestionField
          key={question.id}
          question={question}
          number={index + 1}
          value={answers[question.id] ?? []}
          onChange={(optionIds) => setAnswers({ ...answers, [question.id]: optionIds })}
        />
      ))}
      <Group justify="space-between">
        <span className="td-muted" role="status">
          {left > 0 ? t('trainings.quiz.left', { count: left }) : ''}
        </span>
        <Button type="submit" disabled={left > 0} loading={submit.isPending}>
          {t('trainings.quiz.submit')}
        </Button>
      </Group>
    </form>
  )
}

function QuestionField(props: {
  question: Asked
  number: number
  value: string[]
  onChange: (optionIds: string[]) => void
}) {
  const t = useT()
  const { question, number, value, onChange } = props
  const isMultiple = question.kind === 'multiple'
  const toggle = (id: string, on: boolean) =>
    onChange(isMultiple ? (on ? [...value, id] : value.filter((one) => one !== id)) : [id])
  return (
    <fieldset>
      <legend>
        {number}. {question.text}
      </legend>
      <div className="tr-options">
        {isMultiple && <span className="td-muted">{t('trainings.quiz.several')}</span>}
        {question.options.map((option) => (
          <label key={option.id} className="tr-option">
            <input
              type={isMultiple ? 'checkbox' : 'radio'}
              name={question.id}
              checked={value.includes(option.id)}
              onChange={(event) => toggle(option.id, event.currentTarget.checked)}
            />
            <OptionText question={question} id={option.id} />
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function OptionText({ question, id }: { question: Asked; id: string }) {
  const t = useT()
  if (question.kind === 'true_false')
    return <span>{t(id === 'true' ? 'trainings.quiz.true' : 'trainings.quiz.false')}</span>
  return <span>{question.options.find((option) => option.id === id)?.text}</span>
}

function Result({ id, attempt }: { id: string; attempt: Attempt }) {
  const t = useT()
  return (
    <div className="tr-quiz">
      <Alert color={attempt.passed ? 'green' : 'amber'} role="status">
        <div className="tr-score td-num">{attempt.score} %</div>
        <div>
          {attempt.passed
            ? attempt.completed
              ? t('trainings.quiz.resultDone')
              : t('trainings.quiz.resultPassed')
            : t('trainings.quiz.resultFailed', { mark: attempt.passMark })}
          {!attempt.passed &&
            attempt.attemptsLeft !== null &&
            ` ${t('trainings.quiz.attemptsLeft', { count: attempt.attemptsLeft })}`}
        </div>
      </Alert>
      {attempt.questions.map((question, index) => (
        <QuestionResult key={question.id} attempt={attempt} question={question} number={index + 1} />
      ))}
      <Group>
        <Button component={Link} to={`/trainings/${id}`}>
          {t('trainings.quiz.back')}
        </Button>
        {!attempt.passed && attempt.attemptsLeft !== 0 && (
          <Button component={Link} to={`/trainings/${id}/attempt`} variant="default">
            {t('trainings.quiz.again')}
          </Button>
        )}
      </Group>
    </div>
  )
}

function QuestionResult({ attempt, question, number }: { attempt: Attempt; question: Asked; number: number }) {
  const t = useT()
  const result = attempt.results?.find((one) => one.questionId === question.id)
  if (!result) return null
  const Icon = result.isRight ? IconCheck : IconX
  return (
    <fieldset>
      <legend>
        <Icon
          size={17}
          role="img"
          aria-label={t(result.isRight ? 'trainings.quiz.right' : 'trainings.quiz.wrong')}
          color={`var(--mantine-color-${result.isRight ? 'green' : 'red'}-text)`}
        />{' '}
        {number}. {question.text}
      </legend>
      <div className="tr-options">
        <div>
          {t('trainings.quiz.yourAnswer')} <Options question={question} ids={result.givenIds} />
        </div>
        {!result.isRight && (
          <div>
            {t('trainings.quiz.rightAnswer')} <Options question={question} ids={result.rightIds} />
          </div>
        )}
        {result.explanation && <p className="td-muted tr-text">{result.explanation}</p>}
      </div>
    </fieldset>
  )
}

const Options = ({ question, ids }: { question: Asked; ids: readonly string[] }) => (
  <strong>
    {ids.length === 0 && '–'}
    {ids.map((id, index) => (
      <span key={id}>
        {index > 0 && ', '}
        <OptionText question={question} id={id} />
      </span>
    ))}
  </strong>
)
