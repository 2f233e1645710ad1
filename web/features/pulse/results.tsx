import { Alert } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import type { Pulse } from '#contract/pulse.ts'
import type { ReplyOf } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useApi } from '../../kernel/query.ts'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import { ScaleBar } from './scale-bar.tsx'

type Shown = ReplyOf<'GET /pulses/:id/results'>
const oneDecimal = { minimumFractionDigits: 1, maximumFractionDigits: 1 }

/** What may be shown, and of what may not, that it may not and why. */
export function Results({ pulse }: { pulse: Pulse }) {
  const t = useT()
  const format = useFormat()
  const results = useApi('GET /pulses/:id/results', { params: { id: pulse.id } }).data
  if (!results) return <PageSkeleton />
  const subtitle = t('pulse.results.subtitle', { answered: results.answered, invited: results.invited })
  return (
    <Page title={t('pulse.results.title', { date: format.date(results.closesOn) })} subtitle={subtitle}>
      {results.hidden ? (
        <Alert variant="light" color="gray" icon={<IconEyeOff size={18} />} title={t('pulse.results.hiddenTitle')}>
          {t('pulse.results.hidden', { minimum: results.minimum })}
        </Alert>
      ) : (
        <div className="pu-screen">
          <Questions results={results} />
          <Groups results={results} />
          <Comments results={results} />
        </div>
      )}
    </Page>
  )
}

function Questions({ results }: { results: Shown }) {
  const t = useT()
  const format = useFormat()
  const numberOf = (mean: number | null) => (mean === null ? '–' : format.number(mean, oneDecimal))
  const withRoles = results.questions.some((question) => question.leaders !== null)
  return (
    <section className="pu-card">
      <h2>{t('pulse.results.mean', { mean: numberOf(results.mean) })}</h2>
      <div className="pu-scroll">
        <table className="pu-table">
          <thead>
            <tr>
              <th scope="col">{t('pulse.results.question')}</th>
              <td />
              <th scope="col">{t('pulse.trend.mean')}</th>
              <th scope="col">{t('pulse.results.change')}</th>
              {withRoles && <th scope="col">{t('pulse.results.leaders')}</th>}
              {withRoles && <th scope="col">{t('pulse.results.teams')}</th>}
            </tr>
          </thead>
          <tbody>
            {results.questions.map((question) => (
              <tr key={question.key}>
                <th scope="row">{question.text}</th>
                <td className="pu-bar-cell">{question.mean !== null && <ScaleBar mean={question.mean} />}</td>
                <td className="td-num">{numberOf(question.mean)}</td>
                <td className="td-num">
                  {question.change === null
                    ? '–'
                    : format.number(question.change, { ...oneDecimal, signDisplay: 'exceptZero' })}
                </td>
                {withRoles && <td className="td-num">{numberOf(question.leaders)}</td>}
                {withRoles && <td className="td-num">{numberOf(question.teams)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Groups({ results }: { results: Shown }) {
  const t = useT()
  const format = useFormat()
  return (
    <section className="pu-card">
      <h2>{t('pulse.results.groups')}</h2>
      <p className="td-muted pu-note">{t('pulse.results.groupsText', { minimum: results.minimum })}</p>
      <table className="pu-table">
        <tbody>
          {results.groups.map((group) => (
            <tr key={`${group.kind} ${group.departmentId ?? ''}`}>
              <th scope="row">
                {group.departmentId ? (
                  <DepartmentMark department={group.departmentId} />
                ) : (
                  t(`pulse.results.kinds.${group.kind}`)
                )}
              </th>
              {group.shown && group.mean !== null ? (
                <>
                  <td className="pu-bar-cell">
                    <ScaleBar mean={group.mean} />
                  </td>
                  <td className="td-num">{format.number(group.mean, oneDecimal)}</td>
                  <td className="td-num td-muted">{t('pulse.results.answers', { count: group.answered ?? 0 })}</td>
                </>
              ) : (
                <td colSpan={3} className="td-muted">
                  <IconEyeOff size={14} aria-hidden="true" />{' '}
                  {t(`pulse.results.because.${group.because ?? 'too_few'}`, { minimum: results.minimum })}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Comments({ results }: { results: Shown }) {
  const t = useT()
  return (
    <section className="pu-card">
      <h2>{t('pulse.results.comments')}</h2>
      {results.commentsHidden ? (
        <p className="td-muted pu-note">{t('pulse.results.commentsHidden', { minimum: results.minimum })}</p>
      ) : (
        <>
          <p className="td-muted pu-note">{t('pulse.results.commentsText')}</p>
          <ul className="pu-comments">
            {results.comments.map((comment, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: comments have no identity, on purpose
              <li key={index}>{comment}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
