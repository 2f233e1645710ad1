import { useEffect } from 'react'
import { useGo } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { ErrorScreen } from '../../kernel/shell/error-screens.tsx'
import { PageSkeleton } from '../../kernel/shell/page.tsx'

/** `/meetings/next` leads to the next meeting, or to the list when there is none. */
export default function NextMeeting() {
  const go = useGo()
  const { data, error, refetch } = useApi('GET /meetings/next')
  useEffect(() => {
    if (data) go(data.meeting ? `/meetings/${data.meeting.id}` : '/meetings', { replace: true })
  }, [data, go])
  return error ? <ErrorScreen error={error} reset={() => void refetch()} /> : <PageSkeleton />
}
