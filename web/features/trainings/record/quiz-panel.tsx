import { Badge, Button, Group } from '@mantine/core'
import type { Training } from '#contract/trainings.ts'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { Link } from '../../../kernel/navigation.tsx'
import { useApi } from '../../../kernel/query.ts'
import { Panel } from '../../../kernel/record/record-page.tsx'

/** The quiz: how long, what it takes to pass, and how I did. */
export function QuizPanel({ training }: { training: Training }) {
  const t = useT()
  const { id, mayRun, quizVersion, questionCount, passMark, attemptsLimit } = training
  if (quizVersion === 0 && !mayRun) return null
  return (
    <Panel
      title={t('trainings.quiz.title')}
      action={
        mayRun && (
          <Button component={Link} to={`/trainings/${id}/quiz`} size="compact-sm" variant="subtle">
            {quizVersion > 0 ? t('trainings.quiz.edit') : t('trainings.quiz.write')}
          </Button>
        )
      }
    >
      {quizVersion === 0 ? (
        <p className="td-muted">{t('trainings.quiz.none')}</p>
      ) : (
        <>
          <p className="td-num" style={{ marginTop: 0 }}>
            {t('trainings.quiz.about', { count: questionCount, mark: passMark })}
            {attemptsLimit !== null && ` ${t('trainings.quiz.limit', { count: attemptsLimit })}`}
          </p>
          {training.state === 'active' && <Attempts training={training} />}
        </>
      )}
    </Panel>
  )
}

function Attempts({ training }: { training: Training }) {
  const t = useT()
  const format = useFormat()
  const { id } = training
  const items = useApi('GET /trainings/:id/attempts', { params: { id }, query: { limit: 5 } }).data?.items ?? []
  const open = items.some((item) => item.submittedAt === null)
  return (
    <>
      <Group>
        <Button
          component={Link}
          to={`/trainings/${id}/attempt`}
          variant={training.progress.passed ? 'default' : 'filled'}
        >
          {open ? t('trainings.quiz.goOn') : t('trainings.quiz.take')}
        </Button>
      </Group>
      {items.length > 0 && (
        <ul className="tr-list" style={{ marginTop: 12 }}>
          {items
            .filter((item) => item.submittedAt !== null)
            .map((item) => (
              <li key={item.id} className="tr-marks td-num">
                <Badge variant="light" color={item.passed ? 'green' : 'amber'}>
                  {item.score} %
                </Badge>
                <Link to={`/trainings/${id}/attempt?attempt=${item.id}`}>{format.dateTime(item.submittedAt)}</Link>
                <span>{item.passed ? t('trainings.quiz.passed') : t('trainings.quiz.failed')}</span>
              </li>
            ))}
        </ul>
      )}
    </>
  )
}
