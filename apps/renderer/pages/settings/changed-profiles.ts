interface Profile {
  name: string;
  on: boolean;
  group?: readonly string[];
}

/** Names of the profiles that are on after one was switched; of a group the one that was chosen last. */
export function changedProfiles(profiles: readonly Profile[], name: string, on: boolean): string[] {
  const chosen = profiles.find((p) => p.name === name);
  return profiles
    .filter((p) => {
      if (p.name === name) return on;
      if (on && chosen?.group?.includes(p.name)) return false;
      return p.on;
    })
    .map((p) => p.name);
}
