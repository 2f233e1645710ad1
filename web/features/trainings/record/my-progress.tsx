import { Button } from '@mantine/core'
import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react'
import type { Training } from '#contract/trainings.ts'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { Link } from '../../../kernel/navigation.tsx'
import { Panel } from '../../../kernel/record/record-page.tsx'

/** What I still have to do, in the order in which one does it. */
export function MyProgress({ training }: { training: Training }) {
  const t = useT()
  const format = useFormat()
  const { my, progress, materials, sessions, quizVersion } = training
  const isValid = my.state === 'valid' || my.state === 'expiring'
  const hasSessions = sessions.some((session) => !session.isCancelled)
  const came = progress.attended || progress.read
  if (training.state !== 'active')
    return (
      <Panel title={t('trainings.progress.title')}>
        <p className="td-muted" style={{ margin: 0 }}>
          {t(`trainings.progress.${training.state}`)}
        </p>
      </Panel>
    )
  return (
    <Panel title={t('trainings.progress.title')}>
      {isValid && <p style={{ marginTop: 0 }}>{t('trainings.progress.valid', { day: format.date(my.expiresAt) })}</p>}
      {my.state !== 'valid' && (
        <ul className="tr-list">
          {(materials.length > 0 || hasSessions) && (
            <Step done={came}>
              {materials.length > 0 && hasSessions
                ? t('trainings.progress.comeOrRead')
                : hasSessions
                  ? t('trainings.progress.come')
                  : t('trainings.progress.read')}
            </Step>
          )}
          {quizVersion > 0 && (
            <Step done={progress.passed}>{t('trainings.progress.pass', { mark: training.passMark })}</Step>
          )}
        </ul>
      )}
      {quizVersion > 0 && !progress.passed && my.state !== 'valid' && (
        <Button component={Link} to={`/trainings/${training.id}/attempt`} mt="sm" fullWidth>
          {t('trainings.quiz.take')}
        </Button>
      )}
    </Panel>
  )
}

function Step({ done, children }: { done: boolean; children: string }) {
  const t = useT()
  return (
    <li className="tr-marks" style={{ flexWrap: 'nowrap' }}>
      {done ? (
        <IconCircleCheckFilled
          size={18}
          color="var(--mantine-color-green-text)"
          role="img"
          aria-label={t('trainings.progress.done')}
          style={{ flex: 'none' }}
        />
      ) : (
        <IconCircle size={18} stroke={1.6} aria-hidden="true" style={{ flex: 'none' }} />
      )}
      <span>{children}</span>
    </li>
  )
}
