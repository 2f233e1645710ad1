import { Alert, Breadcrumbs, Button, Group, Menu, Tabs, Title } from '@mantine/core'
import { IconAlertCircle, IconEyeOff, IconForms, IconInbox, IconShare, IconWorld } from '@tabler/icons-react'
import { useState } from 'react'
import type { Form } from '#contract/forms.ts'
import { api } from '../../kernel/api.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link, useGo, usePageTitle, useParam, useSearch } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { ConfirmDialog } from '../../kernel/record/confirm-dialog.tsx'
import { DeleteItem, MoreMenu } from '../../kernel/record/more-menu.tsx'
import { ErrorScreen } from '../../kernel/shell/error-screens.tsx'
import { PageSkeleton } from '../../kernel/shell/page.tsx'
import { useShortcuts } from '../../kernel/shortcuts.tsx'
import { Builder } from './builder/builder.tsx'
import { SharePanel } from './share-panel.tsx'
import { StateBadge } from './state-badge.tsx'
import { SubmissionsPanel } from './submissions-panel.tsx'
import { type DraftState, useDraft } from './use-draft.tsx'
import './forms.css'

export default function FormRecord() {
  const id = useParam('id')
  const form = useApi('GET /forms/:id', { params: { id } })
  if (form.data) return <FormScreen key={id} form={form.data} />
  return form.error ? <ErrorScreen error={form.error} reset={() => void form.refetch()} /> : <PageSkeleton />
}

const tabs = ['build', 'share', 'submissions'] as const

function FormScreen({ form }: { form: Form }) {
  const t = useT()
  const state = useDraft(form)
  const [search, setSearch] = useSearch()
  const tab = tabs.find((one) => one === search.tab) ?? 'build'
  usePageTitle(state.draft.name)
  return (
    <div className="td-page" data-width="wide">
      <Breadcrumbs separator="/" separatorMargin={6} component="nav" aria-label={t('app.breadcrumbs')} mb={4}>
        <Link to="/forms" className="td-muted">
          {t('forms.list.title')}
        </Link>
      </Breadcrumbs>
      <Group justify="space-between" gap="sm" mb="md">
        <Group gap="sm" miw={0}>
          <Title order={1}>{state.draft.name || t('forms.builder.unnamed')}</Title>
          <StateBadge state={form.state} />
        </Group>
        <Actions form={form} state={state} />
      </Group>
      {state.errors.length > 0 && (
        <Alert color="red" icon={<IconAlertCircle size={18} />} mb="md" role="alert">
          {t('forms.builder.errors', { count: state.errors.length })}
        </Alert>
      )}
      <Tabs
        value={tab}
        onChange={(next) => setSearch(next && next !== 'build' ? { tab: next } : {})}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="build" leftSection={<IconForms size={16} />}>
            {t('forms.tabs.build')}
          </Tabs.Tab>
          <Tabs.Tab value="share" leftSection={<IconShare size={16} />}>
            {t('forms.tabs.share')}
          </Tabs.Tab>
          <Tabs.Tab value="submissions" leftSection={<IconInbox size={16} />}>
            {t('forms.tabs.submissions')}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="build">
          <Builder state={state} />
        </Tabs.Panel>
        <Tabs.Panel value="share">
          <SharePanel form={form} />
        </Tabs.Panel>
        <Tabs.Panel value="submissions">
          <SubmissionsPanel form={form} />
        </Tabs.Panel>
      </Tabs>
      {state.dialogs}
    </div>
  )
}

function Actions({ form, state }: { form: Form; state: DraftState }) {
  const t = useT()
  const go = useGo()
  const can = useCan()
  const [asking, setAsking] = useState<'close' | 'delete' | null>(null)
  const params = { id: form.id }
  const publish = useAct('POST /forms/:id/publication', { done: t('forms.builder.published') })
  const close = useAct('DELETE /forms/:id/publication', { done: t('forms.builder.closed') })
  const remove = useAct('DELETE /forms/:id', {
    done: t('forms.builder.deleted'),
    undo: () => api('POST /forms/:id/restoration', { params }),
  })
  const isPublic = form.state === 'published'
  const saveAndPublish = async () => {
    if (await state.save()) await publish.mutateAsync({ params, body: {} }).catch(() => undefined)
  }
  useShortcuts([{ keys: 'mod+s', label: 'forms.builder.save', whileTyping: true, run: () => void state.save() }])
  if (!can('forms.write')) return null
  return (
    <Group gap="xs">
      {state.isDirty && (
        <Button variant="subtle" color="gray" onClick={state.discard}>
          {t('forms.builder.discard')}
        </Button>
      )}
      {(state.isDirty || isPublic) && (
        <Button
          variant={isPublic ? 'filled' : 'default'}
          disabled={!state.isDirty}
          loading={state.isSaving}
          onClick={() => void state.save()}
        >
          {t(isPublic ? 'forms.builder.saveLive' : 'forms.builder.save')}
        </Button>
      )}
      {!isPublic && (
        <Button leftSection={<IconWorld size={16} />} loading={publish.isPending} onClick={() => void saveAndPublish()}>
          {t('forms.builder.publish')}
        </Button>
      )}
      <MoreMenu>
        {isPublic && (
          <Menu.Item leftSection={<IconEyeOff size={16} />} onClick={() => setAsking('close')}>
            {t('forms.builder.close')}
          </Menu.Item>
        )}
        <DeleteItem onClick={() => setAsking('delete')} />
      </MoreMenu>
      {asking === 'close' && (
        <ConfirmDialog
          title={t('forms.builder.closeTitle')}
          text={t('forms.builder.closeText')}
          confirmLabel={t('forms.builder.close')}
          affected={[form.name]}
          onConfirm={() => close.mutateAsync({ params })}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'delete' && (
        <ConfirmDialog
          title={t('forms.builder.deleteTitle')}
          text={t('forms.builder.deleteText')}
          affected={[form.name]}
          onConfirm={async () => {
            await remove.mutateAsync({ params })
            state.discard()
            go('/forms')
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </Group>
  )
}
