import Collaboration from '@tiptap/extension-collaboration'
import { type Editor, useEditor } from '@tiptap/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Comment } from '#contract/document-parts.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { useMembers } from '../../../kernel/record/member-select.tsx'
import { Carets } from './carets.ts'
import { mentionListId, mentionOptionId } from './mention-list.tsx'
import { type MentionMenu, mentionSuggestion } from './mentions.ts'
import { Places, placesKey } from './places.ts'
import { schemaExtensions } from './schema.ts'
import type { Shared } from './shared-document.ts'

type Options = {
  label: string
  isEditable: boolean
  threads: readonly Comment[]
  activeId: string | null
  onComment: (id: string) => void
}

/** The editor bound to the shared text, with the others' carets, the places of open comments and the list of mentions. */
export function useEditorOf(
  { doc, provider }: Shared,
  { label, isEditable, threads, activeId, onComment }: Options,
): { editor: Editor | null; menu: MentionMenu | null } {
  const t = useT()
  const members = useMembers()
  const people = useRef<{ id: string; label: string }[]>([])
  people.current = members.map(({ id, fullName }) => ({ id, label: fullName }))
  const [menu, setMenu] = useState<MentionMenu | null>(null)
  const comment = useRef(onComment)
  comment.current = onComment
  const extensions = useMemo(
    () => [
      ...schemaExtensions(mentionSuggestion(() => people.current, setMenu)),
      Collaboration.configure({ document: doc }),
      Carets.configure({ awareness: provider.awareness }),
      Places,
    ],
    [doc, provider],
  )
  const editor = useEditor(
    {
      extensions,
      editable: isEditable,
      // The policy of the page allows no style elements: documents.css has them.
      injectCSS: false,
      shouldRerenderOnTransaction: true,
      editorProps: {
        attributes: {
          'aria-label': label,
          'aria-multiline': 'true',
          role: 'textbox',
          class: 'dc-text',
          'aria-placeholder': t('documents.editor.placeholder'),
        },
        handleClick: (_view, _position, event) => {
          const found = event.target instanceof Element && event.target.closest('[data-comment]')
          if (found) comment.current(found.getAttribute('data-comment')!)
          return false
        },
      },
    },
    [extensions, label],
  )
  useEffect(() => {
    if (editor && editor.isEditable !== isEditable) editor.setEditable(isEditable, false)
  }, [editor, isEditable])
  useEffect(() => {
    const text = editor?.view.dom
    if (!text) return
    if (menu && menu.items.length > 0) {
      text.setAttribute('aria-controls', mentionListId)
      text.setAttribute('aria-activedescendant', mentionOptionId(menu.index))
    } else {
      text.removeAttribute('aria-controls')
      text.removeAttribute('aria-activedescendant')
    }
  }, [editor, menu])
  const places = JSON.stringify(
    threads
      .filter(({ state, anchor }) => state === 'open' && anchor)
      .map(({ id, anchor, proposedText }) => ({
        id,
        anchor,
        isSuggestion: proposedText !== null,
        isActive: id === activeId,
      })),
  )
  useEffect(() => {
    if (editor)
      editor.view.dispatch(editor.state.tr.setMeta(placesKey, JSON.parse(places)).setMeta('addToHistory', false))
  }, [editor, places])
  return { editor, menu }
}
