import { Button } from '@mantine/core'
import { IconThumbUp, IconThumbUpFilled } from '@tabler/icons-react'
import { useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useAct } from '../../kernel/query.ts'

type Voted = { id: string; title: string; state: string; votes: number; votedByMe: boolean }

/** Votes and takes the vote back, as often as one likes; it counts once. */
export function useVote() {
  const vote = useAct('PUT /ideas/:id/vote', {
    optimistic: ({ params }, patch) =>
      patch('GET /ideas/:id', { params }, (old) => ({ ...old, votes: old.votes + 1, votedByMe: true })),
  })
  const takeBack = useAct('DELETE /ideas/:id/vote', {
    optimistic: ({ params }, patch) =>
      patch('GET /ideas/:id', { params }, (old) => ({ ...old, votes: old.votes - 1, votedByMe: false })),
  })
  return {
    isPending: vote.isPending || takeBack.isPending,
    toggle: ({ id, votedByMe }: Pick<Voted, 'id' | 'votedByMe'>) =>
      (votedByMe ? takeBack : vote).mutate({ params: { id } }),
  }
}

export const isVotable = ({ state }: { state: string }) => state !== 'adopted' && state !== 'archived'

export function VoteButton({ idea }: { idea: Voted }) {
  const t = useT()
  const can = useCan()
  const { toggle, isPending } = useVote()
  const Icon = idea.votedByMe ? IconThumbUpFilled : IconThumbUp
  return (
    <Button
      size="compact-sm"
      variant={idea.votedByMe ? 'light' : 'default'}
      className="td-num"
      leftSection={<Icon size={15} />}
      aria-pressed={idea.votedByMe}
      aria-label={t('ideas.vote.label', { idea: idea.title, votes: idea.votes })}
      disabled={!can('ideas.write') || !isVotable(idea)}
      loading={isPending}
      onClick={(event) => {
        event.stopPropagation()
        toggle(idea)
      }}
    >
      {idea.votes}
    </Button>
  )
}
