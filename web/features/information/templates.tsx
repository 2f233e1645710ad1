import { Badge, Button, Group, Text } from '@mantine/core'
import { IconPlus, IconTemplate } from '@tabler/icons-react'
import { useState } from 'react'
import type { InformationTemplate } from '#contract/information-templates.ts'
import { useLocale, useT } from '../../kernel/i18n.tsx'
import { Can } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { ConfirmDialog } from '../../kernel/record/confirm-dialog.tsx'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import { ApplyDialog } from './apply-dialog.tsx'
import { DepartmentPair } from './department-pair.tsx'
import { TemplateDialog } from './template-dialog.tsx'
import './information.css'

type Open = { act: 'apply' | 'edit' | 'delete'; template: InformationTemplate } | { act: 'create' } | null

/** Lists to start from: by kind of campaign, or for everyday work. */
export default function Templates() {
  const t = useT()
  const [open, setOpen] = useState<Open>(null)
  const templates = useApi('GET /information-templates').data?.items
  const remove = useAct('DELETE /information-templates/:id', { done: t('information.templates.deleted') })
  if (!templates) return <PageSkeleton />
  return (
    <Page
      title={t('information.templates.title')}
      subtitle={t('information.templates.subtitle')}
      actions={
        <>
          <Button component={Link} to="/information?show=all" variant="default">
            {t('information.title')}
          </Button>
          <Can permission="information.write">
            <Starters />
            <Button leftSection={<IconPlus size={17} />} onClick={() => setOpen({ act: 'create' })}>
              {t('information.templates.create')}
            </Button>
          </Can>
        </>
      }
    >
      {templates.length === 0 ? (
        <EmptyState
          title={t('information.templates.emptyTitle')}
          text={t('information.templates.emptyText')}
          picture={<IconTemplate size={40} stroke={1.2} />}
        />
      ) : (
        <ul className="in-templates">
          {templates.map((template) => (
            <li key={template.id}>
              <TemplateCard template={template} onAct={(act) => setOpen({ act, template })} />
            </li>
          ))}
        </ul>
      )}
      {open?.act === 'create' && <TemplateDialog onClose={() => setOpen(null)} />}
      {open?.act === 'edit' && <TemplateDialog template={open.template} onClose={() => setOpen(null)} />}
      {open?.act === 'apply' && <ApplyDialog template={open.template} onClose={() => setOpen(null)} />}
      {open?.act === 'delete' && (
        <ConfirmDialog
          title={t('information.templates.delete')}
          text={t('information.templates.deleteText')}
          affected={[open.template.name]}
          onConfirm={() => remove.mutateAsync({ params: { id: open.template.id } })}
          onClose={() => setOpen(null)}
        />
      )}
    </Page>
  )
}

function Starters() {
  const t = useT()
  const { locale } = useLocale()
  const add = useAct('POST /information-templates/starters', { done: t('information.templates.startersAdded') })
  return (
    <Button variant="default" loading={add.isPending} onClick={() => add.mutate({ body: { locale } })}>
      {t('information.templates.addStarters')}
    </Button>
  )
}

type CardProps = { template: InformationTemplate; onAct: (act: 'apply' | 'edit' | 'delete') => void }

function TemplateCard({ template, onAct }: CardProps) {
  const t = useT()
  return (
    <section className="in-card">
      <Group justify="space-between" gap="xs">
        <h2>{template.name}</h2>
        <Badge variant="light" color={template.campaignKind ? 'petrol' : 'gray'}>
          {template.campaignKind ?? t('information.templates.everyday')}
        </Badge>
      </Group>
      {template.description && (
        <Text size="sm" c="dimmed">
          {template.description}
        </Text>
      )}
      <ul className="in-rows">
        {template.items.map((item) => (
          <li key={item.key}>
            <span className="in-row-name">
              {item.name}
              {item.mandatory && <span className="td-muted in-small"> · {t('information.mandatory')}</span>}
            </span>
            <DepartmentPair from={item.providedByDepartmentId} to={item.requestedByDepartmentId} />
            <span className="td-muted in-small td-num">
              {t('information.templates.every', { days: item.intervalDays })}
            </span>
          </li>
        ))}
      </ul>
      <Can permission="information.write">
        <div className="in-buttons">
          <Button size="xs" onClick={() => onAct('apply')}>
            {t('information.templates.apply')}
          </Button>
          <Button size="xs" variant="default" onClick={() => onAct('edit')}>
            {t('information.templates.edit')}
          </Button>
          <Button size="xs" variant="subtle" color="red" onClick={() => onAct('delete')}>
            {t('information.templates.delete')}
          </Button>
        </div>
      </Can>
    </section>
  )
}
