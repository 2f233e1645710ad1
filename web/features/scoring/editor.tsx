import { Alert, Button, Group, Tabs } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import { useLeaveGuard } from '../../kernel/use-leave-guard.tsx'
import { ActivateDialog } from './activate-dialog.tsx'
import { BoundsEditor } from './bounds-editor.tsx'
import { EngagementRules } from './engagement-rules.tsx'
import { FitRules } from './fit-rules.tsx'
import { PreviewPane } from './preview-pane.tsx'
import type { Definition, Model } from './types.ts'
import { Versions } from './versions.tsx'
import './scoring.css'

/** The temperature of the workspace in plain sentences, with what every change would do to real contacts. */
export default function ScoringEditor() {
  const t = useT()
  const versions = useApi('GET /scoring-models', { query: { limit: 50 } }).data?.items
  const [chosen, setChosen] = useState<number | null>(null)
  const inForce = versions?.find((one) => one.state === 'active')
  const draft = versions?.find((one) => one.state === 'draft')
  const version = chosen ?? draft?.version ?? inForce?.version
  const model = useApi(
    'GET /scoring-models/:version',
    { params: { version: version ?? 1 } },
    { enabled: version !== undefined },
  ).data
  if (!versions || !model) return <PageSkeleton />
  return (
    <Editor
      key={`${model.version} ${model.state}`}
      model={model}
      versions={<Versions items={versions} shown={model.version} onShow={setChosen} />}
      onSaved={setChosen}
      title={t('scoring.editor.title')}
    />
  )
}

type Props = { model: Model; versions: ReactNode; onSaved: (version: number) => void; title: string }

function Editor({ model, versions, onSaved, title }: Props) {
  const t = useT()
  const can = useCan()
  const [definition, setDefinition] = useState<Definition>(model.definition)
  const [activating, setActivating] = useState(false)
  const isDraft = model.state === 'draft'
  const isChanged = JSON.stringify(definition) !== JSON.stringify(model.definition)
  const mayEdit = can('scoring.manage')
  const leaving = useLeaveGuard(isChanged)
  const options = { invalidates: ['/scoring-models'], done: t('scoring.editor.saved') }
  const create = useAct('POST /scoring-models', options)
  const change = useAct('PATCH /scoring-models/:version', options)
  const edit = (next: Partial<Definition>) => setDefinition((old) => ({ ...old, ...next }))

  /** A version that was in force stays as it was: changing it begins a draft. */
  const save = async (): Promise<number> => {
    if (isDraft && !isChanged) return model.version
    const saved = isDraft
      ? await change.mutateAsync({ params: { version: model.version }, body: { definition } })
      : await create.mutateAsync({ body: { definition } })
    onSaved(saved.version)
    return saved.version
  }
  return (
    <Page
      title={title}
      width="wide"
      subtitle={t('scoring.editor.text')}
      actions={
        mayEdit && (
          <>
            <Button
              variant="default"
              disabled={!isChanged}
              loading={create.isPending || change.isPending}
              onClick={() => void save().catch(() => undefined)}
            >
              {t('scoring.editor.save')}
            </Button>
            <Button disabled={!isChanged && model.state === 'active'} onClick={() => setActivating(true)}>
              {t('scoring.editor.activate')}
            </Button>
          </>
        )
      }
    >
      <Group mb="md" gap="sm">
        {versions}
      </Group>
      {isDraft && (
        <Alert color="amber" mb="md" py="xs">
          {t('scoring.editor.isDraft')}
        </Alert>
      )}
      <div className="sc-zones">
        <fieldset disabled={!mayEdit} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
          <Tabs defaultValue="engagement" keepMounted={false}>
            <Tabs.List mb="md">
              <Tabs.Tab value="engagement">
                {t('scoring.tabs.engagement', { count: definition.engagement.length })}
              </Tabs.Tab>
              <Tabs.Tab value="fit">{t('scoring.tabs.fit', { count: definition.fit.length })}</Tabs.Tab>
              <Tabs.Tab value="bounds">{t('scoring.tabs.bounds')}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="engagement">
              <EngagementRules rules={definition.engagement} onChange={(engagement) => edit({ engagement })} />
            </Tabs.Panel>
            <Tabs.Panel value="fit">
              <FitRules rules={definition.fit} onChange={(fit) => edit({ fit })} />
            </Tabs.Panel>
            <Tabs.Panel value="bounds">
              <BoundsEditor definition={definition} onChange={edit} />
            </Tabs.Panel>
          </Tabs>
        </fieldset>
        <PreviewPane definition={definition} />
      </div>
      {activating && (
        <ActivateDialog save={save} note={model.note} onClose={() => setActivating(false)} onDone={onSaved} />
      )}
      {leaving}
    </Page>
  )
}
