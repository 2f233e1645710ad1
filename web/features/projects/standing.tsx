import { Group, Switch } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Project, RunsOn } from '#contract/projects.ts'
import type { ReplyOf } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { Panel } from '../../kernel/record/record-page.tsx'
import { type Part, partIcons, parts } from './parts.tsx'

type Reply = ReplyOf<'GET /projects/:id/standing'>
type Props = { project: Project; readOnly: boolean; onChange: (runsOn: RunsOn) => void }

/** The three things a project may run on. Each is switched on and off here; what is off is not asked for and does not count. */
export function Standing({ project, readOnly, onChange }: Props) {
  const t = useT()
  const standing = useApi('GET /projects/:id/standing', { params: { id: project.id } }).data
  const { runsOn } = project
  const on = parts.filter((part) => runsOn[part])
  return (
    <Panel title={t('projects.standing.title')}>
      <p className="td-muted" style={{ marginTop: 0 }}>
        {t('projects.standing.text')}
      </p>
      <div className="pj-parts">
        {parts.map((part) => {
          const Icon = partIcons[part]
          return (
            <section
              key={part}
              className="pj-part"
              data-off={!runsOn[part] || undefined}
              aria-label={t(`projects.parts.${part}`)}
            >
              <Group justify="space-between" wrap="nowrap">
                <Group gap={8} wrap="nowrap">
                  <Icon size={18} stroke={1.6} aria-hidden="true" />
                  <strong>{t(`projects.parts.${part}`)}</strong>
                </Group>
                <Switch
                  aria-label={t('projects.standing.runsOn', { part: t(`projects.parts.${part}`) })}
                  checked={runsOn[part]}
                  disabled={readOnly || (runsOn[part] && on.length === 1)}
                  onChange={(event) => onChange({ ...runsOn, [part]: event.currentTarget.checked })}
                />
              </Group>
              {runsOn[part] ? (
                standing && <PartStanding id={project.id} part={part} standing={standing} />
              ) : (
                <span className="td-muted">{t('projects.standing.off')}</span>
              )}
            </section>
          )
        })}
      </div>
    </Panel>
  )
}

function PartStanding({ id, part, standing }: { id: string; part: Part; standing: Reply }) {
  const t = useT()
  const format = useFormat()
  const { meetings, checklist, training } = standing
  if (part === 'meetings' && meetings)
    return (
      <Lines to={`/meetings?projectId=${id}`} label={t('projects.standing.toMeetings')}>
        <li>{t('projects.standing.series', { count: meetings.series })}</li>
        <li>
          {meetings.nextAt
            ? t('projects.standing.next', { at: format.dateTime(meetings.nextAt) })
            : t('projects.standing.noNext')}
        </li>
        <li>{t('projects.standing.held', { count: meetings.held })}</li>
        <li>{t('projects.standing.openActions', { count: meetings.openActions })}</li>
      </Lines>
    )
  if (part === 'checklist' && checklist)
    return (
      <Lines to={`/information?projectId=${id}`} label={t('projects.standing.toChecklist')}>
        <li>{t('projects.standing.items', { count: checklist.items })}</li>
        <li>{t('projects.standing.stale', { count: checklist.stale, mandatory: checklist.mandatoryStale })}</li>
      </Lines>
    )
  if (part === 'training' && training)
    return (
      <Lines to={`/trainings/catalogue?projectId=${id}`} label={t('projects.standing.toTraining')}>
        <li>{t('projects.standing.trainings', { count: training.trainings })}</li>
        <li>
          {training.coverage === null
            ? t('projects.standing.noCoverage')
            : t('projects.standing.coverage', { share: format.percent(training.coverage, 0) })}
        </li>
        <li>{t('projects.standing.sessions', { count: training.upcomingSessions })}</li>
      </Lines>
    )
  return null
}

const Lines = ({ to, label, children }: { to: string; label: string; children: ReactNode }) => (
  <>
    <ul className="td-num">{children}</ul>
    <Link to={to}>{label}</Link>
  </>
)

/** What else belongs to the project. */
export function Also({ id }: { id: string }) {
  const t = useT()
  const standing = useApi('GET /projects/:id/standing', { params: { id } }).data
  if (!standing) return null
  return (
    <Panel title={t('projects.standing.also')}>
      <ul className="pj-also td-num">
        {(['goals', 'ideas', 'conflicts'] as const).map((what) => (
          <li key={what}>
            <Link to={`/${what}?projectId=${id}`}>{t(`projects.standing.${what}`, { count: standing[what] })}</Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
