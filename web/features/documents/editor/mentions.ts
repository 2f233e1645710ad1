import type { MentionOptions } from '@tiptap/extension-mention'
import type { SuggestionKeyDownProps, SuggestionProps } from '@tiptap/suggestion'

export type Candidate = { id: string; label: string }
/** The list of people that is open at the caret. */
export type MentionMenu = {
  items: readonly Candidate[]
  index: number
  at: { left: number; top: number }
  choose: (candidate: Candidate) => void
}
type Props = SuggestionProps<Candidate, Candidate & { key: string }>

const most = 6

/** Offers people at `@`; arrows choose, Enter and Tab take, Escape leaves. */
export function mentionSuggestion(
  people: () => readonly Candidate[],
  show: (menu: MentionMenu | null) => void,
): MentionOptions['suggestion'] {
  return {
    char: '@',
    items: ({ query }) => {
      const wanted = fold(query)
      return people()
        .filter(
          ({ label }) =>
            fold(label)
              .split(' ')
              .some((word) => word.startsWith(wanted)) || fold(label).startsWith(wanted),
        )
        .slice(0, most)
    },
    render: () => {
      let menu: MentionMenu | null = null
      const set = (next: MentionMenu | null) => {
        menu = next
        show(next)
      }
      const open = ({ items, clientRect, command }: Props, index: number): MentionMenu => {
        const rect = clientRect?.()
        return {
          items,
          index: Math.min(index, Math.max(0, items.length - 1)),
          at: { left: rect?.left ?? 0, top: (rect?.bottom ?? 0) + 4 },
          choose: (candidate) => command({ ...candidate, key: crypto.randomUUID() }),
        }
      }
      return {
        onStart: (props) => set(open(props as Props, 0)),
        onUpdate: (props) => set(open(props as Props, menu?.index ?? 0)),
        onExit: () => set(null),
        onKeyDown: ({ event }: SuggestionKeyDownProps) => {
          if (!menu) return false
          if (event.key === 'Escape') {
            set(null)
            return true
          }
          if (menu.items.length === 0) return false
          const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
          if (step !== 0) {
            set({ ...menu, index: (menu.index + step + menu.items.length) % menu.items.length })
            return true
          }
          if (event.key !== 'Enter' && event.key !== 'Tab') return false
          menu.choose(menu.items[menu.index]!)
          return true
        },
      }
    },
  }
}

const fold = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
