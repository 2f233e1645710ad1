import { useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { Panel } from '../../kernel/record/record-page.tsx'

/** The score of a project, by what it runs on and nothing else. */
export default function ProjectAlignment({ projectId }: { projectId: string }) {
  const t = useT()
  const alignment = useApi('GET /alignment', { query: { projectId } }).data
  if (!alignment) return null
  return (
    <Panel title={t('alignment.title')}>
      {alignment.score === null ? (
        <span className="td-muted">{t('alignment.project.none')}</span>
      ) : (
        <>
          <Link to="/alignment" search={{ projectId }}>
            {t('alignment.project.score', { score: alignment.score })}
          </Link>
          <p className="td-muted">{alignment.sentence}</p>
        </>
      )}
    </Panel>
  )
}
