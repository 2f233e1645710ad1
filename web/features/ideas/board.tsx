import type { ReactNode } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import { Board, type BoardMove } from '../../kernel/list/board.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link, useGo } from '../../kernel/navigation.tsx'
import { type RowOf, useAct, useApi } from '../../kernel/query.ts'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import { OutcomeBadge } from './state-badge.tsx'
import { VoteButton } from './vote-button.tsx'

type Row = RowOf<'GET /ideas'>
const columns = ['proposed', 'chosen', 'experiment', 'result', 'adopted'] as const
const mostCards = 200

/** Each idea where it stands. A step that needs words opens them; one that cannot be taken says so. */
export function IdeaBoard(props: { toolbar: ReactNode; add: ReactNode; projectId: string | undefined }) {
  const t = useT()
  const go = useGo()
  const can = useCan()
  const ideas = useApi('GET /ideas', {
    query: { limit: mostCards, ...(props.projectId && { projectId: props.projectId }) },
  })
  const choose = useAct('POST /ideas/:id/choice')
  const unchoose = useAct('DELETE /ideas/:id/choice')
  const adopt = useAct('POST /ideas/:id/adoption')
  const move = ({ id, from, to }: BoardMove) => {
    const params = { id }
    if (from === to) return
    if (to === 'chosen') choose.mutate({ params })
    else if (to === 'proposed') unchoose.mutate({ params })
    else if (to === 'adopted') adopt.mutate({ params })
    else go(`/ideas/${id}`, { search: { do: to } })
  }
  if (!ideas.data) return <PageSkeleton />
  const { items } = ideas.data
  return (
    <Page title={t('ideas.title')} width="wide" actions={props.add}>
      <div className="id-toolbar">{props.toolbar}</div>
      <div className="id-board">
        <Board
          label={t('ideas.layout.board')}
          readOnly={!can('ideas.write')}
          columns={columns.map((state) => {
            const own = items.filter((idea) => idea.state === state)
            return { id: state, title: t(`ideas.states.${state}`), items: own, count: own.length }
          })}
          cardId={(idea) => idea.id}
          cardLabel={(idea) => idea.title}
          renderCard={(idea) => <Card idea={idea} />}
          onMove={move}
        />
      </div>
    </Page>
  )
}

const Card = ({ idea }: { idea: Row }) => (
  <div className="id-card">
    <Link to={`/ideas/${idea.id}`}>{idea.title}</Link>
    <div className="id-line">
      <VoteButton idea={idea} />
      {idea.departmentId && <DepartmentMark department={idea.departmentId} />}
      {idea.outcome && <OutcomeBadge outcome={idea.outcome} />}
    </div>
  </div>
)
