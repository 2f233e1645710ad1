import { Button, Menu, SegmentedControl } from '@mantine/core'
import { IconDots, IconDownload, IconPlus, IconTemplate, IconUpload } from '@tabler/icons-react'
import { urlOf } from '../../kernel/api.ts'
import { useLocale, useT } from '../../kernel/i18n.tsx'
import { Can } from '../../kernel/me.tsx'
import { Link, type Search, useSearch } from '../../kernel/navigation.tsx'
import { useCreate } from '../../kernel/shell/create.tsx'
import { EmptyList } from './empty-list.tsx'
import { ItemList } from './item-list.tsx'
import { NeedsMatrix } from './matrix.tsx'
import { type Show, shows } from './shows.ts'
import { VerifyAll } from './verify-all.tsx'
import './information.css'

/** What departments need of each other: the matrix, and under it what I owe, what I need, what is stale, or all of it. */
export default function Information() {
  const t = useT()
  const [search] = useSearch()
  const show = shows.find((one) => one === search.show) ?? (search.requestedByDepartmentId ? 'all' : 'owe')
  const projectId = typeof search.projectId === 'string' ? search.projectId : undefined
  return (
    <div className="in-screen">
      <NeedsMatrix projectId={projectId} />
      <ItemList
        key={show}
        title={t('information.title')}
        query={{ ...(show !== 'all' && { view: show }), ...(projectId && { projectId }) }}
        toolbar={<Switch show={show} />}
        actions={<Actions show={show} />}
        empty={<EmptyList show={show} />}
      />
    </div>
  )
}

function Switch({ show }: { show: Show }) {
  const t = useT()
  const [search, setSearch] = useSearch()
  const kept: Search = typeof search.projectId === 'string' ? { projectId: search.projectId } : {}
  return (
    <SegmentedControl
      aria-label={t('information.tabs.label')}
      value={show}
      onChange={(next) => setSearch({ ...kept, show: next })}
      data={shows.map((value) => ({ value, label: t(`information.tabs.${value}`) }))}
    />
  )
}

function Actions({ show }: { show: Show }) {
  const t = useT()
  const { locale } = useLocale()
  const create = useCreate()
  return (
    <>
      {show === 'owe' && <VerifyAll />}
      <Can permission="information.write">
        <Button
          variant={show === 'owe' ? 'default' : 'filled'}
          leftSection={<IconPlus size={17} />}
          onClick={() => create.open('information')}
        >
          {t('information.create.action')}
        </Button>
      </Can>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px="xs" aria-label={t('information.more')}>
            <IconDots size={17} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to="/information/templates" leftSection={<IconTemplate size={16} />}>
            {t('information.templates.title')}
          </Menu.Item>
          <Can permission="information.write">
            <Menu.Item component={Link} to="/information/import" leftSection={<IconUpload size={16} />}>
              {t('information.import.title')}
            </Menu.Item>
          </Can>
          <Menu.Item
            component="a"
            href={urlOf('GET /information-items/export', { query: { locale } })}
            leftSection={<IconDownload size={16} />}
          >
            {t('information.export.action')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
