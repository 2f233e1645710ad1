import { Kbd, Modal } from '@mantine/core'
import { useT } from '../i18n.tsx'
import { keyCaps, type Shortcut, useShortcutList } from '../shortcuts.tsx'

/** All shortcuts that work at this moment. */
export default function Help({ onClose }: { onClose: () => void }) {
  const t = useT()
  const all = useShortcutList()
  const goto = all.filter(({ keys }) => keys.startsWith('g '))
  const others = all.filter(({ keys }) => !keys.startsWith('g '))
  return (
    <Modal opened onClose={onClose} title={t('shortcuts.title')} size="lg">
      <div className="td-shortcuts">
        <Table title={t('shortcuts.actions')} shortcuts={others} />
        {goto.length > 0 && <Table title={t('shortcuts.goto')} shortcuts={goto} />}
      </div>
    </Modal>
  )
}

function Table({ title, shortcuts }: { title: string; shortcuts: readonly Shortcut[] }) {
  const t = useT()
  return (
    <section>
      <h2 className="td-nav-label">{title}</h2>
      <dl>
        {shortcuts.map(({ keys, label }) => (
          <div key={keys + label}>
            <dt>{t(label!)}</dt>
            <dd>
              {keyCaps(keys).map((key) => (
                <Kbd key={key} size="xs">
                  {key}
                </Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
