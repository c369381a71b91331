import type { ErrorDetail } from '@ecommerce/contracts';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '@ecommerce/contracts/limits';
import { Field } from './field';

interface Props {
  name: string;
  label: string;
  errors: ErrorDetail[];
}

/** Field for the password that someone has. */
export const CurrentPasswordField = (props: Props) => (
  <Field {...props} type="password" autoComplete="current-password" maxLength={MAX_PASSWORD_LENGTH} />
);

/** Field for a password that someone chooses. */
export const NewPasswordField = (props: Props) => (
  <Field
    {...props}
    type="password"
    autoComplete="new-password"
    minLength={MIN_PASSWORD_LENGTH}
    maxLength={MAX_PASSWORD_LENGTH}
    hint={`At least ${MIN_PASSWORD_LENGTH} characters. A few random words are easy to remember and hard to guess.`}
  />
);
