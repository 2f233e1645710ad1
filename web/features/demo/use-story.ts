import { useQueryClient } from '@tanstack/react-query'
import { useAct, useApi } from '../../kernel/query.ts'

/** The story of the demo company's days; playing one changes nearly everything there is to see. */
export function useStory(enabled = true) {
  const client = useQueryClient()
  const query = useApi('GET /demo/days', {}, { enabled })
  const act = useAct('POST /demo/days', { invalidates: [] })
  const story = query.data
  const isOver = story !== undefined && story.day >= story.total
  const play = () => {
    if (!story || isOver || act.isPending) return
    act.mutate({ body: { day: story.day + 1 } }, { onSettled: () => void client.invalidateQueries() })
  }
  return { query, story, isOver, play, isPlaying: act.isPending }
}
