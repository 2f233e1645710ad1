import { Paper, Portal } from '@mantine/core'
import { useT } from '../../../kernel/i18n.tsx'
import { MemberAvatar } from '../../../kernel/record/member-avatar.tsx'
import type { MentionMenu } from './mentions.ts'

export const mentionListId = 'dc-mentions'
export const mentionOptionId = (index: number) => `${mentionListId}-${index}`

/** People to mention, at the caret; the keyboard stays in the text. */
export function MentionList({ menu }: { menu: MentionMenu }) {
  const t = useT()
  const left = Math.max(8, Math.min(menu.at.left, window.innerWidth - 268))
  return (
    <Portal>
      <Paper
        id={mentionListId}
        role="listbox"
        aria-label={t('documents.editor.mention')}
        className="dc-mentions"
        shadow="md"
        withBorder
        style={{ left, top: menu.at.top }}
      >
        {menu.items.length === 0 && <p className="td-muted">{t('documents.editor.nobody')}</p>}
        {menu.items.map((candidate, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text, which names the active option
          <div
            key={candidate.id}
            id={mentionOptionId(index)}
            role="option"
            aria-selected={index === menu.index}
            onMouseDown={(event) => {
              event.preventDefault()
              menu.choose(candidate)
            }}
          >
            <MemberAvatar name={candidate.label} size={22} />
            <span>{candidate.label}</span>
          </div>
        ))}
      </Paper>
    </Portal>
  )
}
