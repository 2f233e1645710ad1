import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useT } from '../../../kernel/i18n.tsx'
import { useAct } from '../../../kernel/query.ts'
import type { Draft } from './draft.ts'
import { MentionArea, useMentionsIn } from './mention-area.tsx'

type Props = { documentId: string; draft: Draft; onClose: () => void }

/** What is typed from now on is the proposal: the text behind it stays as it is. */
const takeOver = (area: HTMLTextAreaElement | null) => {
  area?.focus()
  area?.select()
}

/** A new comment, or other words for those selected. */
export function CommentComposer({ documentId, draft: { isSuggestion, anchor, quote }, onClose }: Props) {
  const t = useT()
  const [body, setBody] = useState('')
  const [proposedText, setProposedText] = useState(quote ?? '')
  const mentionsIn = useMentionsIn()
  const post = useAct('POST /documents/:id/comments', { idempotent: true })
  const canSend = isSuggestion ? proposedText !== quote : body.trim() !== ''
  const send = () => {
    if (!canSend) return
    post.mutate(
      {
        params: { id: documentId },
        body: {
          body: body.trim(),
          mentionIds: mentionsIn(body),
          ...(anchor && { anchor }),
          ...(anchor && quote && { quote: quote.slice(0, 2000) }),
          ...(isSuggestion && { proposedText }),
        },
      },
      { onSuccess: onClose },
    )
  }
  return (
    <Stack gap="xs" className="dc-composer">
      {quote && <blockquote className="dc-quote">{quote}</blockquote>}
      {isSuggestion && (
        <Textarea
          autosize
          minRows={2}
          maxLength={4000}
          data-autofocus
          ref={takeOver}
          label={t('documents.suggestions.proposed')}
          description={t('documents.suggestions.proposedHint')}
          value={proposedText}
          onChange={(event) => setProposedText(event.currentTarget.value)}
        />
      )}
      <MentionArea
        label={t(isSuggestion ? 'documents.suggestions.why' : 'documents.comments.write')}
        placeholder={t('documents.comments.writePlaceholder')}
        autoFocus={!isSuggestion}
        value={body}
        onChange={setBody}
        onSend={send}
      />
      <Group gap="xs" justify="flex-end">
        <Button size="xs" variant="default" onClick={onClose}>
          {t('documents.comments.cancel')}
        </Button>
        <Button size="xs" disabled={!canSend} loading={post.isPending} onClick={send}>
          {t(isSuggestion ? 'documents.suggestions.post' : 'documents.comments.post')}
        </Button>
      </Group>
    </Stack>
  )
}
