import type { Problem } from '../config/problem.ts';
import { ImagoError } from '../errors/imago-error.ts';
import type { SourceFiles } from '../ports/source-files.ts';
import type { Recipe } from '../recipes/recipe.ts';

/** The recipes and all that they build on, lower layers first, each once. */
export function inLayerOrder(recipes: readonly Recipe[]): readonly Recipe[] {
  const ordered = new Set<Recipe>();
  const visit = (recipe: Recipe): void => {
    if (recipe.source.kind === 'recipe') visit(recipe.source.recipe);
    ordered.add(recipe);
  };
  for (const recipe of recipes) visit(recipe);
  return [...ordered];
}

/** Refuses recipes with problems and recipes whose files are missing, all at once, before anything starts. */
export async function checkRecipes(recipes: readonly Recipe[], sources: SourceFiles): Promise<void> {
  const invalid = recipes.flatMap(({ name, problems = [] }) => problems.map((problem) => say(name, problem)));
  if (invalid.length > 0) {
    throw new ImagoError({ code: 'recipe-invalid', source: 'user', message: invalid.join('\n') });
  }
  const missing = (await Promise.all(recipes.map((recipe) => missingFiles(recipe, sources)))).flat();
  if (missing.length > 0) {
    throw new ImagoError({ code: 'source-missing', source: 'user', message: missing.join('\n') });
  }
}

function say(name: string, { path, message, fix }: Problem): string {
  return `image ${name}: ${path}: ${message}${fix === '' ? '' : `; ${fix}`}`;
}

async function missingFiles(recipe: Recipe, sources: SourceFiles): Promise<readonly string[]> {
  const wanted: { readonly path: string; readonly use: string; readonly fileOnly: boolean }[] = [];
  for (const [index, provisioner] of recipe.provisioners.entries()) {
    const use = `provisioner ${index + 1} (${provisioner.kind})`;
    if (provisioner.kind === 'file') {
      for (const path of provisioner.sources) wanted.push({ path, use, fileOnly: false });
    } else {
      for (const script of provisioner.scripts) {
        if (script.kind === 'file') wanted.push({ path: script.path, use, fileOnly: true });
      }
    }
  }
  const { userData, ssh } = recipe.builder;
  if (userData?.kind === 'file') wanted.push({ path: userData.path, use: 'user data', fileOnly: true });
  if (ssh.privateKeyFile !== undefined) wanted.push({ path: ssh.privateKeyFile, use: 'ssh', fileOnly: true });
  const found = await Promise.all(wanted.map(({ path }) => sources.kind(path)));
  return wanted.flatMap(({ path, use, fileOnly }, index) => {
    const kind = found[index];
    if (kind === undefined)
      return [`image ${recipe.name}: ${use}: there is no file ${sources.resolve(path)}`];
    if (fileOnly && kind === 'directory') {
      return [`image ${recipe.name}: ${use}: ${sources.resolve(path)} is a folder, and a file is needed`];
    }
    return [];
  });
}
