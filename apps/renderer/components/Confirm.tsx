import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

/**
 * Asked only before something is lost: names the thing, the verb stands on its button, and Cancel has the focus, so that a
 * hasty Enter loses nothing.
 */
export function Confirm(props: {
  question: string;
  /** What is lost, in a sentence. */
  loss: string;
  verb: string;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog label={props.question} className="confirm" onClose={props.onClose}>
      <h2 className="wrap">{props.question}</h2>
      <p className="dim">{props.loss}</p>
      <div className="acts">
        <Button autoFocus onClick={props.onClose}>
          {t('shell.cancel')}
        </Button>
        <Button
          onClick={() => {
            props.onClose();
            props.onConfirm();
          }}
        >
          {props.verb}
        </Button>
      </div>
    </Dialog>
  );
}
