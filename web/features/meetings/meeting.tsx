import { lazy, Suspense } from 'react'
import { useParam } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { ErrorScreen } from '../../kernel/shell/error-screens.tsx'
import { PageSkeleton } from '../../kernel/shell/page.tsx'
import './meetings.css'

const Faces = {
  planned: lazy(() => import('./record/planned.tsx')),
  live: lazy(() => import('./live/room.tsx')),
  closed: lazy(() => import('./record/held.tsx')),
}

/** One address, three faces: what is planned, what is going on, what was decided. */
export default function MeetingScreen() {
  const id = useParam('id')
  const { data: meeting, error, refetch } = useApi('GET /meetings/:id', { params: { id } })
  if (!meeting) return error ? <ErrorScreen error={error} reset={() => void refetch()} /> : <PageSkeleton />
  const Face = Faces[meeting.state === 'cancelled' ? 'planned' : meeting.state]
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Face key={meeting.id} meeting={meeting} />
    </Suspense>
  )
}
