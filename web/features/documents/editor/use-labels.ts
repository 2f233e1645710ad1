import { useMemo } from 'react'
import { useT } from '../../../kernel/i18n.tsx'

/** The toolbar's words. */
export function useLabels() {
  const t = useT()
  return useMemo(
    () => ({
      h1ControlLabel: t('documents.editor.h1'),
      h2ControlLabel: t('documents.editor.h2'),
      h3ControlLabel: t('documents.editor.h3'),
      boldControlLabel: t('documents.editor.bold'),
      italicControlLabel: t('documents.editor.italic'),
      underlineControlLabel: t('documents.editor.underline'),
      strikeControlLabel: t('documents.editor.strike'),
      bulletListControlLabel: t('documents.editor.bulletList'),
      orderedListControlLabel: t('documents.editor.orderedList'),
      blockquoteControlLabel: t('documents.editor.quote'),
      linkControlLabel: t('documents.editor.link'),
      unlinkControlLabel: t('documents.editor.unlink'),
      undoControlLabel: t('documents.editor.undo'),
      redoControlLabel: t('documents.editor.redo'),
      linkEditorInputLabel: t('documents.editor.linkUrl'),
      linkEditorInputPlaceholder: 'https://',
      linkEditorExternalLink: t('documents.editor.linkExternal'),
      linkEditorInternalLink: t('documents.editor.linkInternal'),
      linkEditorSave: t('documents.editor.linkSave'),
    }),
    [t],
  )
}
