import { Anchor, Button } from '@mantine/core'
import { useState } from 'react'
import type { DocumentKind } from '#contract/documents.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { Panel } from '../../kernel/record/record-page.tsx'
import SharedText from './editor/document.tsx'

/** Kinds that have words under `documents.of`. */
type Props = { kind: Extract<DocumentKind, 'brief'>; parentId: string; readOnly?: boolean }

/** The document of something else (a campaign's brief), begun when somebody first wants to write in it. */
export default function DocumentOf({ kind, parentId, readOnly = false }: Props) {
  const t = useT()
  const can = useCan()
  const title = t(`documents.of.${kind}.title`)
  const found = useApi('GET /documents', { query: { kind: [kind], parentId, limit: 1 } })
  const create = useAct('POST /documents')
  const [isOpen, setOpen] = useState(false)
  const document = found.data?.items[0]
  if (!found.data || (!document && (readOnly || !can('documents.write')))) return null
  return (
    <Panel
      title={title}
      action={
        document && (
          <Anchor component={Link} to={`/documents/${document.id}`} size="sm">
            {t('documents.record.opens', { name: document.title })}
          </Anchor>
        )
      }
    >
      {document && isOpen ? (
        <SharedText documentId={document.id} label={title} readOnly={readOnly} />
      ) : (
        <>
          <p className="td-muted">{document?.excerpt || t(`documents.of.${kind}.text`)}</p>
          <Button
            variant="default"
            size="xs"
            loading={create.isPending}
            onClick={() => {
              setOpen(true)
              if (!document) create.mutate({ body: { kind, parentId } })
            }}
          >
            {t(`documents.of.${kind}.begin`)}
          </Button>
        </>
      )}
    </Panel>
  )
}
