import { Button, Checkbox, Menu, Modal, Stack, TextInput } from '@mantine/core'
import {
  IconBookmark,
  IconCheck,
  IconChevronDown,
  IconDeviceFloppy,
  IconPin,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useT } from '../i18n.tsx'
import { useCan } from '../me.tsx'
import { type ListState, rememberedState } from './list-state.ts'

/** Choose, save, share and pin the named views of a list. */
export function ViewsMenu<Row>({ list, state }: { list: string; state: ListState<Row> }) {
  const t = useT()
  const [naming, setNaming] = useState(false)
  const { view, views } = state
  const save = () =>
    view && views.update.mutate({ params: { id: view.id }, body: { state: rememberedState(state.state) } })
  return (
    <>
      <Menu>
        <Menu.Target>
          <Button
            size="compact-md"
            variant="subtle"
            color="gray"
            leftSection={<IconBookmark size={16} stroke={1.6} />}
            rightSection={<IconChevronDown size={14} />}
          >
            {view ? view.name : t('kit.views.all')}
            {state.changed && <span className="td-dot" role="img" aria-label={t('kit.views.changed')} />}
          </Button>
        </Menu.Target>
        <Menu.Dropdown miw={240}>
          <Menu.Item rightSection={!view && <IconCheck size={16} />} onClick={() => state.applyView('all')}>
            {t('kit.views.all')}
          </Menu.Item>
          {views.items.map((one) => (
            <Menu.Item
              key={one.id}
              leftSection={one.shared ? <IconUsers size={16} /> : <IconBookmark size={16} />}
              rightSection={one.id === view?.id && <IconCheck size={16} />}
              onClick={() => state.applyView(one.id)}
            >
              {one.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          {view && state.changed && (
            <Menu.Item leftSection={<IconDeviceFloppy size={16} />} onClick={save}>
              {t('kit.views.save')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconBookmark size={16} />} onClick={() => setNaming(true)}>
            {t('kit.views.saveAs')}
          </Menu.Item>
          {view && (
            <Menu.Item
              leftSection={<IconPin size={16} />}
              onClick={() => views.update.mutate({ params: { id: view.id }, body: { isDefault: !view.isDefault } })}
            >
              {t(view.isDefault ? 'kit.views.unpin' : 'kit.views.pin')}
            </Menu.Item>
          )}
          {view && (
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} />}
              onClick={() => {
                state.applyView('all')
                views.remove.mutate({ params: { id: view.id } })
              }}
            >
              {t('kit.views.remove', { name: view.name })}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {naming && <NameView list={list} state={state} onClose={() => setNaming(false)} />}
    </>
  )
}

function NameView<Row>({ list, state, onClose }: { list: string; state: ListState<Row>; onClose: () => void }) {
  const t = useT()
  const canShare = useCan()('views.share')
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const { create } = state.views
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const body = { list, name: name.trim(), shared, isDefault: false, state: rememberedState(state.state) }
    const made = await create.mutateAsync({ body }).catch(() => null)
    if (!made) return
    onClose()
    state.set({ view: made.id })
  }
  return (
    <Modal opened onClose={onClose} title={t('kit.views.saveAs')} size="sm">
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            data-autofocus
            required
            maxLength={80}
            label={t('kit.views.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {canShare && (
            <Checkbox
              label={t('kit.views.shared')}
              checked={shared}
              onChange={(event) => setShared(event.currentTarget.checked)}
            />
          )}
          <Button type="submit" loading={create.isPending} disabled={!name.trim()}>
            {t('kit.save')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
