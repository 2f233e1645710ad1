import { Button } from '@mantine/core'
import { IconPlayerTrackNext } from '@tabler/icons-react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Can, useMe } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { Panel } from '../../kernel/record/record-page.tsx'
import './demo.css'
import { useStory } from './use-story.ts'

/** In the demo company: what happened on its last day, and the button that plays the next. */
export default function DemoToday() {
  const { isDemo } = useMe().workspace
  const t = useT()
  const format = useFormat()
  const { story, isOver, play, isPlaying } = useStory(isDemo)
  if (!isDemo || !story) return null
  const last = story.told[0]
  return (
    <Panel title={t('demo.title')} action={<Link to="/demo">{t('demo.toldTitle')}</Link>}>
      <div className="td-demo-card" aria-live="polite">
        <p className="td-demo-day">
          {t('demo.day', { day: story.day, total: story.total })} · {format.day(`${story.date}T12:00:00Z`)}
        </p>
        {last ? (
          <>
            <h3>{t(`demo.days.${last.key}.title`)}</h3>
            <p>{t(`demo.days.${last.key}.text`)}</p>
          </>
        ) : (
          <p>{t('demo.begin')}</p>
        )}
        {!isOver && (
          <Can permission="settings.manage">
            <Button
              variant="light"
              leftSection={<IconPlayerTrackNext size={17} stroke={1.6} />}
              loading={isPlaying}
              onClick={play}
            >
              {t('demo.play', { day: story.day + 1 })}
            </Button>
          </Can>
        )}
      </div>
    </Panel>
  )
}
